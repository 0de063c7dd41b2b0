import type { GrantInput } from '@/domain/accounts/input';

/** The invented members who work on the demo's desk; `grants` without a call cover every call. */
export type DemoMember = { key: string; name: string; address: string; grants: GrantInput[] };

export const DEMO_MEMBERS = [
  {
    key: 'everywhere',
    name: 'Marta Lindenhof',
    address: 'marta.lindenhof@example.org',
    grants: [{ role: 'editor' }],
  },
  {
    key: 'georgia',
    name: 'Lali Tskarostaveli',
    address: 'lali.tskarostaveli@example.org',
    grants: [{ role: 'editor', region: 'georgia' }],
  },
  {
    key: 'armenia',
    name: 'Nune Aghbyurakyan',
    address: 'nune.aghbyurakyan@example.org',
    grants: [{ role: 'editor', region: 'armenia' }],
  },
  {
    key: 'azerbaijan',
    name: 'Farid Narbaghli',
    address: 'farid.narbaghli@example.org',
    grants: [{ role: 'reviewer', region: 'azerbaijan' }],
  },
  {
    key: 'north-caucasus',
    name: 'Zarema Orloskalova',
    address: 'zarema.orloskalova@example.org',
    grants: [{ role: 'reviewer', region: 'north-caucasus' }],
  },
] as const satisfies readonly DemoMember[];
export type DemoMemberKey = (typeof DEMO_MEMBERS)[number]['key'];

/** What reviewers note beside their scores; from the weakest impression to the strongest. */
export const DEMO_NOTES = {
  weak: [
    'Retells what the agencies had. I do not see the place.',
    'Two claims without any source; would have to start from the beginning.',
    'Readable, but it could be about anywhere.',
  ],
  middling: [
    'Knows the place. The sourcing is thin in the second half.',
    'Good eye for detail, slow to come to the point. Worth a talk.',
    'Language needs an editor; the observations do not.',
    'I would like to read a second text before deciding.',
  ],
  strong: [
    'Counts things nobody else counts. Very good.',
    'The sample could run tomorrow with light editing.',
    'Knows how to write without naming people. Rare.',
  ],
} as const;

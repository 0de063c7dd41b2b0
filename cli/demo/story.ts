import { DEMO_MEMBERS, DEMO_NOTES, type DemoMemberKey } from '@/db/demo/desk';
import type { Stage } from '@/domain/applications/rules';
import type { DecisionKind } from '@/domain/reviews/rules';
import type { Chance } from './chance';
import type { Person } from './people';
import { almostGivenUp, arrival, DAY, HOUR, lastLately, moments, UNTIL_NOW } from './times';

const CRITERIA = ['local_knowledge', 'writing', 'sourcing', 'languages', 'reliability'] as const;

/** What became of an applicant's first mail. */
export type MailFate = 'left' | 'refused' | 'deferred';

export type Scene = { at: Date; person: number } & (
  | { kind: 'sends'; mail: MailFate }
  | { kind: 'opens'; by: DemoMemberKey; field: 'cv' | 'writing_sample' }
  | { kind: 'scores'; by: DemoMemberKey; scores: Record<string, number>; note: string }
  | { kind: 'moves'; by: DemoMemberKey; to: Stage }
  | { kind: 'decides'; by: DemoMemberKey; decision: DecisionKind }
  | { kind: 'undoes'; by: DemoMemberKey }
  | { kind: 'releases'; by: DemoMemberKey }
  | { kind: 'replies' }
);
type Unscheduled = Scene extends infer One ? (One extends Scene ? Omit<One, 'at' | 'person'> : never) : never;

/** Everything that happens, in the order of time, ending shortly before `now`. */
export function tellStory(chance: Chance, people: readonly Person[], now: Date): Scene[] {
  const refused = people.findIndex((person, index) => person.wantsMail && !person.quiet && index % 5 === 2);
  const deferred = people
    .flatMap((person, index) => (person.wantsMail && !person.quiet && index !== refused ? [index] : []))
    .slice(-2);
  const scenes = people.flatMap((person, index) => {
    const own = chance.of(`story/${person.key}`);
    const isDeferred = deferred.includes(index);
    const sentAt = isDeferred ? almostGivenUp(own, now) : arrival(own, now);
    const mail = isDeferred ? 'deferred' : 'left';
    return lifeOf({ chance: own, person, index, sentAt, now, mail: index === refused ? 'refused' : mail });
  });
  return scenes.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

type Life = { chance: Chance; person: Person; index: number; sentAt: Date; now: Date; mail: MailFate };

function lifeOf({ chance, person, index, sentAt, now, mail }: Life): Scene[] {
  const fate = fateAfter(chance, now.getTime() - sentAt.getTime());
  const deeds = deedsOn(chance, person, fate);
  const span = { from: sentAt, to: new Date(now.getTime() - UNTIL_NOW) };
  const times = WAIT_FOR_RELEASE.includes(fate)
    ? lastLately(chance, deeds.length, span)
    : moments(chance, deeds.length, span);
  const later = deeds.flatMap((deed, position): Scene[] => {
    const at = times[position];
    return at ? [{ ...deed, at, person: index }] : [];
  });
  return [{ kind: 'sends', at: sentAt, person: index, mail }, ...later];
}

export type Fate =
  | 'new'
  | 'reading'
  | 'talking'
  | 'shortlist'
  | 'held'
  | 'asked'
  | 'invited'
  | 'declined'
  | 'inviting'
  | 'declining'
  | 'holding';

/** Decided in the last days, and not yet told. */
const WAIT_FOR_RELEASE: readonly Fate[] = ['inviting', 'declining', 'holding'];

/** How far an application has come, by how long it has been there. */
function fateAfter(chance: Chance, age: number): Fate {
  if (age < 18 * HOUR) return 'new';
  if (age < 4 * DAY) return chance.weigh<Fate>({ new: 70, reading: 22, talking: 5, declining: 3 });
  if (age < 12 * DAY)
    return chance.weigh<Fate>({
      new: 10,
      reading: 27,
      talking: 15,
      shortlist: 12,
      held: 5,
      asked: 9,
      inviting: 4,
      declining: 4,
      invited: 4,
      declined: 10,
    });
  return chance.weigh<Fate>({
    reading: 6,
    talking: 8,
    shortlist: 11,
    held: 9,
    asked: 7,
    inviting: 4,
    declining: 3,
    holding: 1,
    invited: 17,
    declined: 34,
  });
}

/** What editors and reviewers do with an application, in order. */
function deedsOn(chance: Chance, person: Person, fate: Fate): Unscheduled[] {
  if (fate === 'new') return [];
  const by = deciderFor(chance, person);
  const quality = qualityOf(chance, fate);
  const read: Unscheduled[] = [
    { kind: 'opens', by, field: 'cv' },
    { kind: 'moves', by, to: 'reading' },
    { kind: 'opens', by, field: 'writing_sample' },
    ...reviewsOf(chance, person, quality),
  ];
  const moved = (...stages: Stage[]): Unscheduled[] => stages.map((to) => ({ kind: 'moves', by, to }));
  const decided = (decision: DecisionKind): Unscheduled[] => [
    ...secondThoughts(chance, by),
    { kind: 'decides', by, decision },
  ];
  const released = (decision: DecisionKind): Unscheduled[] => [...decided(decision), { kind: 'releases', by }];
  const talked = moved(...(chance.happens(0.3) ? (['talking'] as const) : []));
  const deeds: Record<Exclude<Fate, 'new'>, Unscheduled[]> = {
    reading: [],
    talking: moved('talking'),
    shortlist: moved('talking', 'shortlist'),
    held: [...talked, ...released('hold')],
    asked: [...released('ask'), ...(chance.happens(0.55) ? [{ kind: 'replies' } as const] : [])],
    invited: [...moved('talking', 'shortlist'), ...released('invite')],
    declined: [...talked, ...released('decline')],
    inviting: [...moved('shortlist'), ...decided('invite')],
    declining: [...talked, ...decided('decline')],
    holding: [...talked, ...decided('hold')],
  };
  return [...read, ...deeds[fate]];
}

/** Now and then a first decision is taken back before anybody was told. */
function secondThoughts(chance: Chance, by: DemoMemberKey): Unscheduled[] {
  if (!chance.happens(0.06)) return [];
  return [
    { kind: 'decides', by, decision: 'hold' },
    { kind: 'undoes', by },
  ];
}

/** Who may decide: the region's editor where there is one, else the editor of all. */
function deciderFor(chance: Chance, { regions }: Person): DemoMemberKey {
  const own = DEMO_MEMBERS.filter(({ grants }) =>
    grants.some((grant) => grant.role === 'editor' && 'region' in grant && regions.includes(grant.region)),
  );
  return own.length > 0 && chance.happens(0.75) ? chance.pick(own).key : 'everywhere';
}

function reviewsOf(chance: Chance, { regions }: Person, quality: number): Unscheduled[] {
  const able = DEMO_MEMBERS.filter(({ grants }) =>
    grants.some((grant) => !('region' in grant) || regions.includes(grant.region)),
  );
  const count = chance.happens(0.8) ? chance.between(1, able.length) : 0;
  const noted = new Set<string>();
  return chance.some(able, count).map(({ key }) => {
    // One reviewer in ten sees it quite otherwise: such scores stand wide apart.
    const view = chance.happens(0.1) ? 6 - quality : quality;
    return { kind: 'scores', by: key, scores: scoresAround(chance, view), note: noteOn(chance, view, noted) };
  });
}

function qualityOf(chance: Chance, fate: Fate): number {
  if (fate === 'invited' || fate === 'inviting' || fate === 'shortlist') return 3.7 + chance.next() * 1.2;
  if (fate === 'declined' || fate === 'declining') return 1.6 + chance.next() * 1.5;
  return 2.4 + chance.next() * 2;
}

function scoresAround(chance: Chance, view: number): Record<string, number> {
  const given = CRITERIA.filter(() => chance.happens(0.93));
  return Object.fromEntries(
    given.map((key) => [key, Math.min(5, Math.max(1, Math.round(view + (chance.next() - 0.5) * 1.8)))]),
  );
}

/** No two reviewers of an application use the same words. */
function noteOn(chance: Chance, view: number, noted: Set<string>): string {
  if (chance.happens(0.35)) return '';
  const passable = view < 3.8 ? DEMO_NOTES.middling : DEMO_NOTES.strong;
  const unused = (view < 2.6 ? DEMO_NOTES.weak : passable).filter((one) => !noted.has(one));
  const note = unused.length > 0 ? chance.pick<string>(unused) : '';
  noted.add(note);
  return note;
}

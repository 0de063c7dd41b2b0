import { randomUUID } from 'node:crypto';
import {
  ADMINISTRATORS,
  ANSWERERS_HERE,
  DECIDERS,
  DECIDERS_ONLY,
  EDITORS_OWN,
  EVERYBODY,
  LEAVERS,
  MEMBERS,
  READERS,
  REVIEWERS_OWN,
} from './cells';
import { CALL, type Scene, type Try } from './scene';

const standing = ({ number, version }: Scene) => ({ number, version });
const asked = ({ question, questionVersion }: Scene) => ({ question, version: questionVersion });
/** The value of the button that sends the form. */
const pressed = (value: string) => Object.fromEntries([['then', value]]);

/** Every server action, tried with the words its form would send. */
export const ACTIONS: Record<string, Try> = {
  'app/desk/actions.ts signOutHere': { row: LEAVERS, last: 9 },
  'app/desk/applications/actions.ts moveStage': {
    row: DECIDERS,
    afterwards: 'conflict',
    alters: true,
    send: (scene) => ({ ...standing(scene), to: 'reading' }),
  },
  'app/desk/applications/actions.ts sendAnswer': {
    row: DECIDERS,
    afterwards: 'conflict',
    alters: true,
    send: (scene) => ({ ...standing(scene), kind: 'hold', subject: 'A', text: 'B', ...pressed('keep') }),
  },
  'app/desk/applications/actions.ts settleAnswer': {
    row: DECIDERS,
    afterwards: 'conflict',
    alters: true,
    send: (scene) => ({ ...standing(scene), ...pressed('back') }),
  },
  'app/desk/applications/discussion-actions.ts markSeen': {
    row: READERS,
    alters: true,
    send: ({ number }) => ({ number }),
  },
  'app/desk/applications/discussion-actions.ts say': {
    row: READERS,
    alters: true,
    send: ({ number }) => ({ number, comment: 'A word.' }),
  },
  'app/desk/applications/discussion-actions.ts changeOwn': {
    row: EDITORS_OWN,
    alters: true,
    send: ({ number, comment }) => ({ number, id: comment, comment: 'Another word.' }),
  },
  'app/desk/applications/discussion-actions.ts setTag': {
    row: READERS,
    alters: true,
    send: ({ number }) => ({ number, tag: 'matrix' }),
  },
  'app/desk/applications/discussion-actions.ts changeTag': {
    row: DECIDERS,
    alters: true,
    send: ({ number, tag }) => ({ number, id: tag, tag: `matrix ${randomUUID().slice(0, 8)}` }),
  },
  'app/desk/applications/discussion-actions.ts planTask': {
    row: READERS,
    alters: true,
    send: ({ number }) => ({ number, task: 'Call back' }),
  },
  'app/desk/applications/discussion-actions.ts settle': {
    row: READERS,
    alters: true,
    send: ({ number, task }) => ({ number, id: task, ...pressed('done') }),
  },
  'app/desk/applications/relatives-actions.ts fold': {
    row: DECIDERS,
    afterwards: 'cannot_merge',
    alters: true,
    send: ({ number, otherNumber }) => ({ number: otherNumber, fold: number }),
    last: 0.3,
  },
  'app/desk/applications/relatives-actions.ts unfold': {
    row: DECIDERS,
    afterwards: 'not_found',
    alters: true,
    send: ({ number }) => ({ number, unfold: number }),
    last: 0.4,
  },
  'app/desk/decide/actions.ts decideTogether': {
    row: DECIDERS,
    afterwards: 'conflict',
    alters: true,
    send: ({ number, version }) => ({
      kind: 'hold',
      pick: `${number}:${version}`,
      'subject.en': 'A',
      'text.en': 'B',
    }),
  },
  'app/desk/outbox/actions.ts settleFailed': {
    row: DECIDERS_ONLY,
    afterwards: 'conflict',
    alters: true,
    send: ({ otherMail }) => ({ mail: otherMail }),
  },
  'app/desk/outbox/actions.ts settleSelected': {
    row: DECIDERS,
    afterwards: 'conflict',
    alters: true,
    send: ({ number, version }) => ({ pick: `${number}:${version}`, ...pressed('back') }),
  },
  'app/desk/outbox/actions.ts settleWaiting': {
    row: DECIDERS,
    afterwards: 'conflict',
    alters: true,
    send: ({ otherNumber, otherVersion }) => ({ number: otherNumber, version: otherVersion, ...pressed('back') }),
  },
  'app/desk/outbox/actions.ts tryAgain': {
    row: DECIDERS_ONLY,
    afterwards: 'conflict',
    alters: true,
    send: ({ mail }) => ({ mail }),
  },
  'app/desk/export/actions.ts confirmAgain': {
    row: MEMBERS,
    says: 'wrong_sign_in_code',
    send: () => ({ step: 'code', code: '000000' }),
  },
  'app/desk/questions/actions.ts sendAnswer': {
    row: ANSWERERS_HERE,
    afterwards: 'conflict',
    alters: true,
    send: (scene) => ({ ...asked(scene), text: 'An answer.' }),
  },
  'app/desk/questions/actions.ts settleQuestion': {
    row: ANSWERERS_HERE,
    afterwards: 'conflict',
    alters: true,
    send: asked,
  },
  'app/desk/queue-actions.ts find': {
    row: MEMBERS,
    send: ({ email }) => ({ find: email }),
    shows: { what: ({ number }) => number, to: READERS },
  },
  'app/desk/queue-actions.ts forgetView': {
    row: REVIEWERS_OWN,
    alters: true,
    send: ({ view }) => ({ id: view, view: '' }),
  },
  'app/desk/queue-actions.ts keepView': {
    row: MEMBERS,
    alters: true,
    send: () => ({ name: 'A view', view: '', shared: 'on' }),
  },
  'app/desk/reviewing/actions.ts addReader': {
    row: DECIDERS,
    alters: true,
    send: ({ number, member }) => ({ number, member }),
  },
  'app/desk/reviewing/actions.ts changeReader': {
    row: DECIDERS,
    afterwards: 'not_found',
    alters: true,
    send: ({ number, member }) => ({ number, member, ...pressed('take') }),
  },
  'app/desk/reviewing/actions.ts declare': {
    // The conflict is the reviewer's own to declare; an administrator may do it for anybody.
    row: {
      ...READERS,
      editor: 'refused',
      'editor here, reviewer elsewhere': 'refused',
      'reviewer here, editor elsewhere': 'refused',
    },
    alters: true,
    send: ({ number, reviewer }) => ({ number, member: reviewer }),
    last: 0.5,
  },
  'app/desk/reviewing/actions.ts keepScores': {
    row: READERS,
    alters: true,
    send: ({ number }) => ({ number, 'score.writing': '3' }),
  },
  'app/desk/reviewing/actions.ts lift': {
    row: ADMINISTRATORS,
    alters: true,
    send: ({ number, reviewer }) => ({ number, member: reviewer }),
    last: 0.6,
  },
  'app/desk/reviewing/actions.ts lookBehind': {
    row: DECIDERS,
    alters: true,
    send: ({ number }) => ({ number, reason: 'To see.' }),
    last: 0.8,
  },
  'app/desk/reviewing/actions.ts saveScores': {
    row: READERS,
    alters: true,
    send: ({ number }) => ({ number, 'score.writing': '4' }),
  },
  'app/desk/settings/actions.ts changeCall': {
    row: ADMINISTRATORS,
    alters: true,
    send: () => ({ slug: CALL, state: 'open', timeZone: 'Asia/Tbilisi' }),
  },
  'app/desk/settings/actions.ts changeMember': {
    row: ADMINISTRATORS,
    alters: true,
    send: ({ member }) => ({ member, ...pressed('remove') }),
    last: 8,
  },
  'app/desk/settings/actions.ts invite': {
    row: ADMINISTRATORS,
    alters: true,
    send: () => ({ name: 'Somebody', address: 'somebody@example.org', 'role.0': 'editor' }),
  },
  'app/desk/settings/actions.ts saveInbox': {
    row: ADMINISTRATORS,
    alters: true,
    send: () => ({ address: 'one-more@example.org', purpose: 'editorial', privacyLevel: 'link' }),
  },
  'app/desk/settings/actions.ts savePublication': {
    row: ADMINISTRATORS,
    alters: true,
    send: () => ({
      name: 'Another Watch',
      homeUrl: 'https://example.org',
      leaveUrl: 'https://example.org',
      privacyContact: 'privacy@example.org',
      retentionDays: '100',
    }),
  },
  'app/desk/settings/actions.ts saveTemplate': {
    row: ADMINISTRATORS,
    alters: true,
    send: () => ({ kind: 'hold', locale: 'en', version: '0', subject: 'A', text: 'B' }),
  },
  'app/desk/settings/review-actions.ts assignNow': {
    row: ADMINISTRATORS,
    alters: true,
    send: ({ call }) => ({ call }),
  },
  'app/desk/settings/review-actions.ts saveLanguages': {
    row: ADMINISTRATORS,
    alters: true,
    send: ({ member }) => ({ member, 'languages.ka': 'on' }),
  },
  'app/desk/settings/review-actions.ts savePlan': {
    // From here on the call is read blind by everybody: there is something to look behind.
    row: ADMINISTRATORS,
    alters: true,
    send: ({ call }) => ({ call, blind: 'everyone', reviewersEach: '2', mayUnmask: 'on' }),
    last: 0.7,
  },
  'app/desk/settings/review-actions.ts saveRubric': {
    row: ADMINISTRATORS,
    alters: true,
    send: ({ call }) => ({ call, 'name.0.en': 'Clarity', 'weight.0': '1', 'place.0': '1' }),
    last: 0.9,
  },
  'app/sign-in/actions.ts followLink': { row: EVERYBODY, says: 'sign_in_expired', send: () => ({ token: 'none' }) },
  'app/sign-in/actions.ts signInStep': {
    row: EVERYBODY,
    says: 'wrong_sign_in_code',
    send: () => ({ step: 'code', address: 'a@example.org', code: '1' }),
  },
};

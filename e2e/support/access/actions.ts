import {
  ADMINISTRATORS,
  DECIDERS,
  DECIDERS_ONLY,
  EVERYBODY,
  LEAVERS,
  MEMBERS,
  NOT_ON_THE_DESK,
  READERS,
} from './cells';
import { CALL, type Scene, type Try } from './scene';

const standing = ({ number }: Scene) => ({ number, version: '1' });
const own = { name: 'Nobody', address: 'not an address', 'role.0': 'editor' };
/** The value of the button that sends the form. */
const pressed = (value: string) => Object.fromEntries([['then', value]]);

/** Every server action, tried with the words its form would send. */
export const ACTIONS: Record<string, Try> = {
  'app/desk/actions.ts signOutHere': { row: LEAVERS, last: 9 },
  'app/desk/applications/actions.ts moveStage': {
    row: DECIDERS,
    says: { administrator: 'conflict' },
    send: (scene) => ({ ...standing(scene), to: 'reading' }),
  },
  'app/desk/applications/actions.ts sendAnswer': {
    row: DECIDERS,
    says: 'conflict',
    send: (scene) => ({
      ...standing(scene),
      version: '999',
      kind: 'hold',
      subject: 'A',
      text: 'B',
      ...pressed('keep'),
    }),
  },
  'app/desk/applications/actions.ts settleAnswer': {
    row: DECIDERS,
    says: 'conflict',
    send: (scene) => ({ ...standing(scene), ...pressed('back') }),
  },
  'app/desk/applications/discussion-actions.ts say': {
    row: READERS,
    send: ({ number }) => ({ number, comment: 'A word.' }),
  },
  'app/desk/applications/discussion-actions.ts changeOwn': {
    row: NOT_ON_THE_DESK,
    send: ({ number, document }) => ({ number, id: document, comment: 'Another word.' }),
  },
  'app/desk/applications/discussion-actions.ts markSeen': { row: READERS, send: ({ number }) => ({ number }) },
  'app/desk/applications/discussion-actions.ts setTag': {
    row: READERS,
    send: ({ number }) => ({ number, tag: 'matrix' }),
  },
  'app/desk/applications/discussion-actions.ts planTask': {
    row: READERS,
    send: ({ number }) => ({ number, task: 'Call back' }),
  },
  'app/desk/applications/discussion-actions.ts settle': {
    row: NOT_ON_THE_DESK,
    send: ({ number, document }) => ({ number, id: document, ...pressed('done') }),
  },
  'app/desk/applications/relatives-actions.ts fold': {
    row: DECIDERS,
    says: { administrator: 'cannot_merge' },
    send: ({ number, otherNumber }) => ({ number: otherNumber, fold: number }),
    last: 0.3,
  },
  'app/desk/applications/relatives-actions.ts unfold': {
    // The editor's turn comes first, and leaves nothing to unfold.
    row: DECIDERS,
    says: { administrator: 'not_found' },
    send: ({ number }) => ({ number, unfold: number }),
    last: 0.4,
  },
  'app/desk/decide/actions.ts decideTogether': {
    row: MEMBERS,
    send: ({ number }) => ({ kind: 'hold', pick: `${number}:999`, 'subject.en': 'A', 'text.en': 'B' }),
  },
  'app/desk/export/actions.ts confirmAgain': {
    row: MEMBERS,
    says: 'wrong_sign_in_code',
    send: () => ({ step: 'code', code: '000000' }),
  },
  'app/desk/questions/actions.ts sendAnswer': {
    row: NOT_ON_THE_DESK,
    send: ({ document }) => ({ question: document, version: '1', text: 'An answer.' }),
  },
  'app/desk/questions/actions.ts settleQuestion': {
    row: NOT_ON_THE_DESK,
    send: ({ document }) => ({ question: document, version: '1' }),
  },
  'app/desk/queue-actions.ts find': { row: MEMBERS, send: () => ({ find: 'Nobody At All' }) },
  'app/desk/queue-actions.ts forgetView': {
    row: NOT_ON_THE_DESK,
    send: ({ document }) => ({ id: document, view: '' }),
  },
  'app/desk/queue-actions.ts keepView': { row: MEMBERS, says: 'invalid_input', send: () => ({ name: '', view: '' }) },
  'app/desk/outbox/actions.ts settleSelected': {
    row: MEMBERS,
    send: ({ number }) => ({ pick: `${number}:999`, ...pressed('back') }),
  },
  'app/desk/outbox/actions.ts settleWaiting': {
    row: DECIDERS,
    says: 'conflict',
    send: (scene) => ({ ...standing(scene), ...pressed('back') }),
  },
  'app/desk/outbox/actions.ts tryAgain': { row: DECIDERS_ONLY, says: 'conflict', send: ({ mail }) => ({ mail }) },
  'app/desk/reviewing/actions.ts addReader': { row: DECIDERS, send: ({ number, member }) => ({ number, member }) },
  'app/desk/reviewing/actions.ts changeReader': {
    row: { ...DECIDERS, editor: 'hidden', administrator: 'hidden' },
    send: ({ number, call }) => ({ number, member: call, ...pressed('take') }),
  },
  'app/desk/reviewing/actions.ts declare': {
    // The conflict is the reviewer's own to declare; an administrator may do it for anybody.
    row: { ...READERS, editor: 'refused' },
    send: ({ number, reviewer }) => ({ number, member: reviewer }),
    last: 0.5,
  },
  'app/desk/reviewing/actions.ts keepScores': {
    row: READERS,
    send: ({ number }) => ({ number, 'score.writing': '3' }),
  },
  'app/desk/reviewing/actions.ts lift': {
    row: ADMINISTRATORS,
    send: ({ number, reviewer }) => ({ number, member: reviewer }),
    last: 0.6,
  },
  'app/desk/reviewing/actions.ts lookBehind': { row: DECIDERS, send: ({ number }) => ({ number, reason: 'To see.' }) },
  'app/desk/reviewing/actions.ts saveScores': {
    row: READERS,
    send: ({ number }) => ({ number, 'score.writing': '4' }),
  },
  'app/desk/settings/actions.ts changeCall': {
    row: ADMINISTRATORS,
    send: () => ({ slug: CALL, state: 'open', timeZone: 'Asia/Tbilisi' }),
  },
  'app/desk/settings/actions.ts changeMember': {
    row: ADMINISTRATORS,
    send: ({ member }) => ({ member, ...pressed('remove') }),
    last: 8,
  },
  'app/desk/settings/actions.ts invite': { row: ADMINISTRATORS, says: 'invalid_input', send: () => own },
  'app/desk/settings/actions.ts saveInbox': {
    row: ADMINISTRATORS,
    says: 'invalid_input',
    send: () => ({ address: 'x', purpose: 'editorial', privacyLevel: 'link' }),
  },
  'app/desk/settings/actions.ts savePublication': {
    row: ADMINISTRATORS,
    says: 'invalid_input',
    send: () => ({ name: '' }),
  },
  'app/desk/settings/actions.ts saveTemplate': {
    row: ADMINISTRATORS,
    says: 'conflict',
    send: () => ({ kind: 'hold', locale: 'en', version: '999', subject: 'A', text: 'B' }),
  },
  'app/desk/settings/review-actions.ts assignNow': { row: ADMINISTRATORS, send: ({ call }) => ({ call }) },
  'app/desk/settings/review-actions.ts saveLanguages': {
    row: ADMINISTRATORS,
    send: ({ member }) => ({ member, languages: 'ka' }),
  },
  'app/desk/settings/review-actions.ts savePlan': {
    row: ADMINISTRATORS,
    send: ({ call }) => ({ call, blind: 'off', reviewersEach: '2', mayUnmask: 'on' }),
  },
  'app/desk/settings/review-actions.ts saveRubric': {
    row: ADMINISTRATORS,
    says: 'invalid_input',
    send: ({ call }) => ({ call }),
  },
  'app/sign-in/actions.ts followLink': { row: EVERYBODY, says: 'sign_in_expired', send: () => ({ token: 'none' }) },
  'app/sign-in/actions.ts signInStep': {
    row: EVERYBODY,
    says: 'wrong_sign_in_code',
    send: () => ({ step: 'code', address: 'a@example.org', code: '1' }),
  },
};

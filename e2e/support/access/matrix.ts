import { ADMINISTRATORS, APPLICANTS, DECIDERS, EVERYBODY, MEMBERS, READERS, type Row } from './cells';

/** What the tries are about: one application, and what belongs to it. */
export type Scene = {
  number: string;
  otherNumber: string;
  document: string;
  mail: string;
  call: string;
  member: string;
  reviewer: string;
};
export type Try = {
  row: Row;
  /** the address, where a route has parts to fill in */
  at?: (scene: Scene) => string;
  send?: (scene: Scene) => Record<string, string>;
  /** takes something away that the other rows need: tried at the end, in this order */
  last?: number;
};

const CALL = 'regional-specialists';
const standing = ({ number }: Scene) => ({ number, version: '1' });
const own = { name: 'Nobody', address: 'not an address', 'role.0': 'editor' };
/** The value of the button that sends the form. */
const pressed = (value: string) => Object.fromEntries([['then', value]]);
const HIDDEN_FROM_ALL: Row = { ...EVERYBODY };
for (const who of Object.keys(HIDDEN_FROM_ALL) as (keyof Row)[]) HIDDEN_FROM_ALL[who] = 'hidden';
/** For whoever asked a question and holds its code: none of these does, and all are sent to the door. */
const ASKERS: Row = { ...HIDDEN_FROM_ALL };
for (const who of Object.keys(ASKERS) as (keyof Row)[]) ASKERS[who] = 'enter code';
/** Members who decide somewhere; the others are told that it is not theirs to do. */
const EXPORTERS: Row = {
  ...MEMBERS,
  reviewer: 'refused',
  'reviewer elsewhere': 'refused',
  'reviewer of another call': 'refused',
};
/** Editors of every region: a question has none. */
const ANSWERERS: Row = {
  ...MEMBERS,
  reviewer: 'hidden',
  'reviewer elsewhere': 'hidden',
  'reviewer of another call': 'hidden',
  'editor elsewhere': 'hidden',
};
const NO_DESK: Row = HIDDEN_FROM_ALL;
const DESK_NOWHERE: Row = HIDDEN_FROM_ALL;
const SIGNS_OUT: Row = { ...EVERYBODY };
for (const who of Object.keys(SIGNS_OUT) as (keyof Row)[]) SIGNS_OUT[who] = 'signed out';

/** Every route of the portal. One that is not in here fails the test, and so does one in here that is gone. */
export const ROUTES: Record<string, Try> = {
  'GET /': { row: EVERYBODY },
  'GET /[locale]': { row: EVERYBODY, at: () => '/en' },
  'GET /[locale]/calls/[call]': { row: EVERYBODY, at: () => `/en/calls/${CALL}` },
  'GET /[locale]/calls/[call]/apply': { row: EVERYBODY, at: () => `/en/calls/${CALL}/apply` },
  'POST /[locale]/calls/[call]/apply': {
    row: EVERYBODY,
    at: () => `/en/calls/${CALL}/apply`,
    send: () => ({ action: 'send' }),
  },
  'GET /[locale]/calls/[call]/apply/code.txt': { row: EVERYBODY, at: () => `/en/calls/${CALL}/apply/code.txt` },
  'GET /[locale]/calls/[call]/apply/draft': { row: HIDDEN_FROM_ALL, at: () => `/en/calls/${CALL}/apply/draft` },
  'POST /[locale]/calls/[call]/apply/draft': {
    row: EVERYBODY,
    at: () => `/en/calls/${CALL}/apply/draft`,
    send: () => ({ name: '' }),
  },
  'GET /[locale]/contact/[of]': { row: EVERYBODY, at: () => '/en/contact/privacy' },
  'POST /[locale]/contact/[of]': { row: EVERYBODY, at: () => '/en/contact/privacy', send: () => ({}) },
  'GET /[locale]/cookies': { row: EVERYBODY, at: () => '/en/cookies' },
  'POST /[locale]/cookies': { row: EVERYBODY, at: () => '/en/cookies', send: () => ({ choice: 'forget' }) },
  'GET /[locale]/imprint': { row: EVERYBODY, at: () => '/en/imprint' },
  'GET /[locale]/privacy': { row: EVERYBODY, at: () => '/en/privacy' },
  'GET /[locale]/questions': { row: EVERYBODY, at: () => '/en/questions' },
  'POST /[locale]/questions': { row: EVERYBODY, at: () => '/en/questions', send: () => ({ text: '' }) },
  'GET /[locale]/my/question': { row: ASKERS, at: () => '/en/my/question' },
  'POST /[locale]/my/question': { row: ASKERS, at: () => '/en/my/question', send: () => ({ text: '' }) },
  'GET /[locale]/my/question/download': { row: ASKERS, at: () => '/en/my/question/download' },
  'GET /[locale]/my/question/erase': { row: ASKERS, at: () => '/en/my/question/erase' },
  'POST /[locale]/my/question/erase': { row: ASKERS, at: () => '/en/my/question/erase', send: () => ({}) },
  'GET /[locale]/my': { row: EVERYBODY, at: () => '/en/my' },
  'POST /[locale]/my': { row: HIDDEN_FROM_ALL, at: () => '/en/my', send: () => ({ code: '0000 0000 0000 0000' }) },
  'GET /[locale]/my/application': { row: APPLICANTS, at: () => '/en/my/application' },
  'GET /[locale]/my/application/receipt.txt': { row: APPLICANTS, at: () => '/en/my/application/receipt.txt' },
  'GET /[locale]/my/continue': { row: APPLICANTS, at: () => '/en/my/continue' },
  'POST /[locale]/my/continue': { row: APPLICANTS, at: () => '/en/my/continue', send: () => ({}) },
  'GET /[locale]/my/documents': { row: APPLICANTS, at: () => '/en/my/documents' },
  'POST /[locale]/my/documents': { row: APPLICANTS, at: () => '/en/my/documents', send: () => ({}) },
  'GET /[locale]/my/download': { row: APPLICANTS, at: () => '/en/my/download' },
  'GET /[locale]/my/erase': { row: APPLICANTS, at: () => '/en/my/erase' },
  'POST /[locale]/my/erase': { row: APPLICANTS, at: () => '/en/my/erase', send: () => ({}), last: 2 },
  'GET /[locale]/my/leave': { row: ASKERS, at: () => '/en/my/leave' },
  'POST /[locale]/my/leave': { row: EVERYBODY, at: () => '/en/my/leave', send: () => ({}), last: 3 },
  'GET /[locale]/my/letter': { row: APPLICANTS, at: () => '/en/my/letter' },
  'POST /[locale]/my/letter': { row: APPLICANTS, at: () => '/en/my/letter', send: () => ({ text: '' }) },
  'GET /[locale]/my/lost': { row: EVERYBODY, at: () => '/en/my/lost' },
  'POST /[locale]/my/lost': { row: EVERYBODY, at: () => '/en/my/lost', send: () => ({ number: '', email: '' }) },
  'GET /[locale]/my/name': { row: APPLICANTS, at: () => '/en/my/name' },
  'POST /[locale]/my/name': { row: APPLICANTS, at: () => '/en/my/name', send: () => ({}) },
  'GET /[locale]/my/new-code': { row: EVERYBODY, at: () => '/en/my/new-code' },
  'POST /[locale]/my/new-code': { row: EVERYBODY, at: () => '/en/my/new-code', send: () => ({ link: 'no-such-link' }) },
  'GET /[locale]/my/new-code/[link]': { row: EVERYBODY, at: () => '/en/my/new-code/no-such-link' },
  'GET /[locale]/my/withdraw': { row: APPLICANTS, at: () => '/en/my/withdraw' },
  'POST /[locale]/my/withdraw': { row: APPLICANTS, at: () => '/en/my/withdraw', send: () => ({}), last: 1 },
  'GET /[locale]/[...path]': { row: HIDDEN_FROM_ALL, at: () => '/en/nowhere/at/all' },
  'POST /[locale]/[...path]': { row: HIDDEN_FROM_ALL, at: () => '/en/nowhere/at/all', send: () => ({}) },
  'PUT /[locale]/[...path]': { row: HIDDEN_FROM_ALL, at: () => '/en/nowhere/at/all', send: () => ({}) },
  'PATCH /[locale]/[...path]': { row: HIDDEN_FROM_ALL, at: () => '/en/nowhere/at/all', send: () => ({}) },
  'DELETE /[locale]/[...path]': { row: HIDDEN_FROM_ALL, at: () => '/en/nowhere/at/all', send: () => ({}) },
  'GET /api/answers/preview': {
    row: { ...DECIDERS, reviewer: 'hidden' },
    at: ({ number }) => `/api/answers/preview?number=${number}&kind=invite`,
  },
  'POST /api/answers/preview': {
    row: { ...DECIDERS, reviewer: 'hidden' },
    send: ({ number }) => ({ number, subject: 'A', text: 'B' }),
  },
  'GET /api/auth/[...nextauth]': { row: EVERYBODY, at: () => '/api/auth/session' },
  'POST /api/auth/[...nextauth]': { row: EVERYBODY, at: () => '/api/auth/_log', send: () => ({}) },
  'GET /api/documents/[id]': { row: READERS, at: ({ document }) => `/api/documents/${document}` },
  'GET /api/documents/[id]/pages/[page]': { row: READERS, at: ({ document }) => `/api/documents/${document}/pages/1` },
  'GET /api/documents/[id]/text': { row: READERS, at: ({ document }) => `/api/documents/${document}/text` },
  'POST /api/export': { row: EXPORTERS, send: ({ number }) => ({ format: 'csv', pick: number }) },
  'GET /api/mails/[id]': {
    row: { ...DECIDERS, reviewer: 'hidden' },
    at: ({ mail }) => `/api/mails/${mail}`,
  },
  'GET /api/proof': { row: EVERYBODY },
  'GET /api/uploads/[[...id]]': { row: HIDDEN_FROM_ALL, at: () => '/api/uploads/no-such-upload' },
  'HEAD /api/uploads/[[...id]]': { row: EVERYBODY, at: () => '/api/uploads/no-such-upload' },
  'OPTIONS /api/uploads/[[...id]]': { row: EVERYBODY, at: () => '/api/uploads' },
  'POST /api/uploads/[[...id]]': { row: EVERYBODY, at: () => '/api/uploads', send: () => ({}) },
  'PATCH /api/uploads/[[...id]]': { row: EVERYBODY, at: () => '/api/uploads/no-such-upload', send: () => ({}) },
  'DELETE /api/uploads/[[...id]]': { row: EVERYBODY, at: () => '/api/uploads/no-such-upload' },
  'GET /desk': { row: MEMBERS },
  'GET /desk/[...rest]': { row: DESK_NOWHERE, at: () => '/desk/nowhere' },
  'GET /desk/applications/[code]': { row: READERS, at: ({ number }) => `/desk/applications/${number}` },
  'GET /desk/decide': { row: MEMBERS, at: ({ number }) => `/desk/decide?kind=invite&pick=${number}:1` },
  'POST /desk/applications/[code]/presence': {
    row: READERS,
    at: ({ number }) => `/desk/applications/${number}/presence`,
    send: () => ({}),
  },
  'GET /desk/export': { row: MEMBERS },
  'GET /desk/insights': { row: MEMBERS },
  'GET /desk/outbox': { row: MEMBERS },
  'GET /desk/questions': { row: ANSWERERS },
  'GET /desk/reviewing': { row: MEMBERS },
  'GET /desk/settings': { row: ADMINISTRATORS },
  'GET /healthz': { row: EVERYBODY },
  'GET /readyz': { row: EVERYBODY },
  'GET /robots.txt': { row: EVERYBODY },
  'GET /sitemap.xml': { row: EVERYBODY },
  'GET /sign-in': { row: EVERYBODY },
  'GET /sign-in/[...rest]': { row: NO_DESK, at: () => '/sign-in/nowhere' },
  'GET /sign-in/confirm': { row: EVERYBODY, at: () => '/sign-in/confirm?token=none' },
};

/** Every server action, tried with the words its form would send. */
export const ACTIONS: Record<string, Try> = {
  'app/desk/actions.ts signOutHere': { row: SIGNS_OUT, last: 9 },
  'app/desk/applications/actions.ts moveStage': {
    row: DECIDERS,
    send: (scene) => ({ ...standing(scene), to: 'reading' }),
  },
  'app/desk/applications/actions.ts sendAnswer': {
    row: DECIDERS,
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
    send: (scene) => ({ ...standing(scene), ...pressed('back') }),
  },
  'app/desk/applications/discussion-actions.ts say': {
    row: READERS,
    send: ({ number }) => ({ number, comment: 'A word.' }),
  },
  'app/desk/applications/discussion-actions.ts changeOwn': {
    row: { ...MEMBERS, ...hiddenFromMembers() },
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
    row: { ...MEMBERS, ...hiddenFromMembers() },
    send: ({ number, document }) => ({ number, id: document, ...pressed('done') }),
  },
  'app/desk/applications/relatives-actions.ts fold': {
    row: DECIDERS,
    send: ({ number, otherNumber }) => ({ number: otherNumber, fold: number }),
    last: 0.3,
  },
  'app/desk/applications/relatives-actions.ts unfold': {
    row: DECIDERS,
    send: ({ number }) => ({ number, unfold: number }),
    last: 0.4,
  },
  'app/desk/decide/actions.ts decideTogether': {
    row: MEMBERS,
    send: ({ number }) => ({ kind: 'hold', pick: `${number}:999`, 'subject.en': 'A', 'text.en': 'B' }),
  },
  'app/desk/export/actions.ts confirmAgain': { row: MEMBERS, send: () => ({ step: 'code', code: '000000' }) },
  'app/desk/questions/actions.ts sendAnswer': {
    row: { ...MEMBERS, ...hiddenFromMembers() },
    send: ({ document }) => ({ question: document, version: '1', text: 'An answer.' }),
  },
  'app/desk/questions/actions.ts settleQuestion': {
    row: { ...MEMBERS, ...hiddenFromMembers() },
    send: ({ document }) => ({ question: document, version: '1' }),
  },
  'app/desk/queue-actions.ts find': { row: MEMBERS, send: () => ({ find: 'Nobody At All' }) },
  'app/desk/queue-actions.ts forgetView': {
    row: { ...MEMBERS, ...hiddenFromMembers() },
    send: ({ document }) => ({ id: document, view: '' }),
  },
  'app/desk/queue-actions.ts keepView': { row: MEMBERS, send: () => ({ name: '', view: '' }) },
  'app/desk/outbox/actions.ts settleSelected': {
    row: MEMBERS,
    send: ({ number }) => ({ pick: `${number}:999`, ...pressed('back') }),
  },
  'app/desk/outbox/actions.ts settleWaiting': {
    row: DECIDERS,
    send: (scene) => ({ ...standing(scene), ...pressed('back') }),
  },
  'app/desk/outbox/actions.ts tryAgain': { row: { ...DECIDERS, reviewer: 'hidden' }, send: ({ mail }) => ({ mail }) },
  'app/desk/reviewing/actions.ts addReader': { row: DECIDERS, send: ({ number, member }) => ({ number, member }) },
  'app/desk/reviewing/actions.ts changeReader': {
    row: { ...DECIDERS, editor: 'hidden', administrator: 'hidden' },
    send: ({ number, call }) => ({ number, member: call, ...pressed('take') }),
  },
  'app/desk/reviewing/actions.ts declare': {
    row: { ...DECIDERS, editor: 'refused' },
    send: ({ number, reviewer }) => ({ number, member: reviewer }),
    last: 0.5,
  },
  'app/desk/reviewing/actions.ts keepScores': {
    row: READERS,
    send: ({ number }) => ({ number, 'score.writing': '3' }),
  },
  'app/desk/reviewing/actions.ts lift': {
    row: { ...ADMINISTRATORS },
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
  'app/desk/settings/actions.ts invite': { row: ADMINISTRATORS, send: () => own },
  'app/desk/settings/actions.ts saveInbox': {
    row: ADMINISTRATORS,
    send: () => ({ address: 'x', purpose: 'editorial', privacyLevel: 'link' }),
  },
  'app/desk/settings/actions.ts savePublication': { row: ADMINISTRATORS, send: () => ({ name: '' }) },
  'app/desk/settings/actions.ts saveTemplate': {
    row: ADMINISTRATORS,
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
  'app/desk/settings/review-actions.ts saveRubric': { row: ADMINISTRATORS, send: ({ call }) => ({ call }) },
  'app/sign-in/actions.ts followLink': { row: EVERYBODY, send: () => ({ token: 'none' }) },
  'app/sign-in/actions.ts signInStep': {
    row: EVERYBODY,
    send: () => ({ step: 'code', address: 'a@example.org', code: '1' }),
  },
};

function hiddenFromMembers(): Partial<Row> {
  return {
    reviewer: 'hidden',
    'reviewer elsewhere': 'hidden',
    'reviewer of another call': 'hidden',
    editor: 'hidden',
    'editor elsewhere': 'hidden',
    'editor of another call': 'hidden',
    administrator: 'hidden',
  };
}

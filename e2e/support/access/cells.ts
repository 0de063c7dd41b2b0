/** Who tries. "Elsewhere" holds the same role for another region; "of another call" for another call. */
export const WHO = [
  'stranger',
  'applicant',
  'other applicant',
  'reviewer',
  'reviewer elsewhere',
  'reviewer of another call',
  'editor',
  'editor elsewhere',
  'editor of another call',
  'administrator',
] as const;
export type Who = (typeof WHO)[number];

/**
 * What becomes of a try. `hidden`: as if it were not there; `refused`: seen, but not theirs to do; `signed out`: sign in
 * first; `enter code`: the applicants' way in; `served`: the page, or the deed (done, or turned down for what it asked).
 */
export type Outcome = 'served' | 'hidden' | 'refused' | 'signed out' | 'enter code';
export type Row = Record<Who, Outcome>;

function row(outcomes: {
  outside: Outcome;
  reviewer: Outcome;
  editor: Outcome;
  administrator: Outcome;
  foreign: Outcome;
}): Row {
  const { outside, reviewer, editor, administrator, foreign } = outcomes;
  return {
    stranger: outside,
    applicant: outside,
    'other applicant': outside,
    reviewer,
    'reviewer elsewhere': foreign,
    'reviewer of another call': foreign,
    editor,
    'editor elsewhere': foreign,
    'editor of another call': foreign,
    administrator,
  };
}

function everywhere(outcome: Outcome): Row {
  return row({ outside: outcome, reviewer: outcome, editor: outcome, administrator: outcome, foreign: outcome });
}

/** Open to the world. */
export const EVERYBODY = everywhere('served');
/** Whoever is a member, whatever their scope: what they find there is scoped by itself. */
export const MEMBERS: Row = {
  ...EVERYBODY,
  stranger: 'signed out',
  applicant: 'signed out',
  'other applicant': 'signed out',
};
/** About one application: whoever may read it. */
export const READERS = row({
  outside: 'signed out',
  reviewer: 'served',
  editor: 'served',
  administrator: 'served',
  foreign: 'hidden',
});
/** About one application: whoever may decide on it; its reviewers are told so. */
export const DECIDERS: Row = { ...READERS, reviewer: 'refused' };
/** The same where reviewers do not even learn that it is there. */
export const DECIDERS_ONLY: Row = { ...READERS, reviewer: 'hidden' };
/** Members who decide somewhere; the others are told that it is not theirs to do. */
export const EXPORTERS: Row = {
  ...MEMBERS,
  reviewer: 'refused',
  'reviewer elsewhere': 'refused',
  'reviewer of another call': 'refused',
};
/** Editors of every region: a question has none. */
export const ANSWERERS: Row = {
  ...MEMBERS,
  reviewer: 'hidden',
  'reviewer elsewhere': 'hidden',
  'reviewer of another call': 'hidden',
  'editor elsewhere': 'hidden',
};
/** Something that is there for nobody: an address that leads nowhere, an id of another kind of thing. */
export const NOWHERE: Row = everywhere('hidden');
export const NOT_ON_THE_DESK = row({
  outside: 'signed out',
  reviewer: 'hidden',
  editor: 'hidden',
  administrator: 'hidden',
  foreign: 'hidden',
});
/** Signing out, whoever one was. */
export const LEAVERS: Row = everywhere('signed out');
/** For whoever asked a question and holds its code: none of these does, and all are sent to the door. */
export const ASKERS: Row = everywhere('enter code');
/** Administrators; to all others it is not there. */
export const ADMINISTRATORS: Row = {
  ...MEMBERS,
  ...row({ outside: 'signed out', reviewer: 'hidden', editor: 'hidden', administrator: 'served', foreign: 'hidden' }),
};
/** The applicant's own pages, behind the receipt code. */
export const APPLICANTS: Row = {
  ...ASKERS,
  applicant: 'served',
  'other applicant': 'served',
};

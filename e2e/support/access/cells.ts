/**
 * Who tries. "Elsewhere" holds the same role for another region; "of another call" for another call. "By halves" holds one
 * grant with the right region and one with the right call, none with both. Those with two roles hold the first for just
 * this region of this call, the second for all of another call. The removed member's browser goes on as if she were signed in.
 */
export const WHO = [
  'stranger',
  'applicant',
  'other applicant',
  'asker',
  'reviewer',
  'reviewer elsewhere',
  'reviewer of another call',
  'editor',
  'editor elsewhere',
  'editor of another call',
  'editor by halves',
  'editor with a conflict',
  'editor here, reviewer elsewhere',
  'reviewer here, editor elsewhere',
  'removed member',
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
    asker: outside,
    reviewer,
    'reviewer elsewhere': foreign,
    'reviewer of another call': foreign,
    editor,
    'editor elsewhere': foreign,
    'editor of another call': foreign,
    'editor by halves': foreign,
    'editor with a conflict': foreign,
    'editor here, reviewer elsewhere': editor,
    'reviewer here, editor elsewhere': reviewer,
    'removed member': outside,
    administrator,
  };
}

function everywhere(outcome: Outcome): Row {
  return row({ outside: outcome, reviewer: outcome, editor: outcome, administrator: outcome, foreign: outcome });
}

function decidersWith(reviewer: Outcome): Row {
  return row({ outside: 'signed out', reviewer, editor: 'served', administrator: 'served', foreign: 'hidden' });
}

/** Open to the world. */
export const EVERYBODY = everywhere('served');
/** Whoever is a member, whatever their scope: what they find there is scoped by itself. */
export const MEMBERS: Row = {
  ...EVERYBODY,
  stranger: 'signed out',
  applicant: 'signed out',
  'other applicant': 'signed out',
  asker: 'signed out',
  'removed member': 'signed out',
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
export const DECIDERS = decidersWith('refused');
/** The same where reviewers do not even learn that it is there. */
export const DECIDERS_ONLY = decidersWith('hidden');
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
  'editor by halves': 'hidden',
  'editor here, reviewer elsewhere': 'hidden',
};
/** The same for a question about this call. */
export const ANSWERERS_HERE: Row = {
  ...ANSWERERS,
  'editor of another call': 'hidden',
  'reviewer here, editor elsewhere': 'hidden',
};
/** Something that is there for nobody: an address that leads nowhere. */
export const NOWHERE: Row = everywhere('hidden');
/** The editor's own words about one application: read by the others, changed by nobody else. */
export const EDITORS_OWN: Row = {
  ...row({
    outside: 'signed out',
    reviewer: 'refused',
    editor: 'refused',
    administrator: 'refused',
    foreign: 'hidden',
  }),
  editor: 'served',
};
/** What the reviewer keeps for herself. */
export const REVIEWERS_OWN: Row = {
  ...row({ outside: 'signed out', reviewer: 'hidden', editor: 'hidden', administrator: 'hidden', foreign: 'hidden' }),
  reviewer: 'served',
};
/** Signing out, whoever one was. */
export const LEAVERS: Row = everywhere('signed out');
/** What nobody has opened by a code here: all are sent to the door. */
export const ENTERERS: Row = everywhere('enter code');
/** For whoever asked a question and holds its code. */
export const ASKERS: Row = { ...ENTERERS, asker: 'served' };
/** Administrators; to all others it is not there. */
export const ADMINISTRATORS: Row = {
  ...MEMBERS,
  ...row({ outside: 'signed out', reviewer: 'hidden', editor: 'hidden', administrator: 'served', foreign: 'hidden' }),
};
/** The applicant's own pages, behind the receipt code. */
export const APPLICANTS: Row = {
  ...ENTERERS,
  applicant: 'served',
  'other applicant': 'served',
};

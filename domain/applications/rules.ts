import { type Actor, conflictsOf, type Grant } from '@/domain/actor';

export const APPLICATION_STATES = ['draft', 'submitted', 'withdrawn', 'erased'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** A draft nobody has touched for so long is given up; the form and the privacy page say so. */
export const DRAFT_DAYS = 30;

export const STAGES = [
  'new',
  'reading',
  'talking',
  'shortlist',
  'held',
  'asked',
  'invited',
  'declined',
  'withdrawn',
] as const;
export type Stage = (typeof STAGES)[number];

/** The ways into the queue: most are a stage, the others gather from several. */
export const VIEWS = [
  'new',
  'mine',
  'decide',
  'shortlist',
  'pool',
  'all',
  'reading',
  'talking',
  'held',
  'asked',
  'invited',
  'declined',
] as const;
export type ViewName = (typeof VIEWS)[number];

export function stageOfView(view: ViewName): Stage | null {
  return STAGES.find((stage) => stage === view) ?? null;
}

export const ORDERS = ['longest', 'newest', 'least', 'score', 'spread'] as const;
export type Order = (typeof ORDERS)[number];

export function isByScores(order: Order): boolean {
  return order === 'score' || order === 'spread';
}

type AsksForScores = { score: number | null; spread: number | null; order: Order };

/** Such a list holds only what the member has scored: elsewhere a place in it would tell of a figure still hidden. */
export function asksForScores({ score, spread, order }: AsksForScores): boolean {
  return score !== null || spread !== null || isByScores(order);
}

/** What is counted one by one is counted only so far. */
export const COUNTED_TO = 1000;

/** Whoever was heard of within this time has an application open. */
export const PRESENT_MS = 60_000;

export const APPLICANT_STATUSES = [
  'draft',
  'arrived',
  'waiting',
  'reading',
  'talking',
  'question',
  'answered',
  'withdrawn',
  'erased',
] as const;
export type ApplicantStatus = (typeof APPLICANT_STATUSES)[number];

/** What the applicant is told while the application stands at a stage inside. */
const STATUS_OF_STAGE: Record<Stage, ApplicantStatus> = {
  new: 'waiting',
  reading: 'reading',
  talking: 'talking',
  shortlist: 'talking',
  held: 'talking',
  asked: 'question',
  invited: 'answered',
  declined: 'answered',
  withdrawn: 'withdrawn',
};

/** Stages an editor may set by hand; the others are reached by a released decision or by the applicant. */
export const STAGES_BY_HAND: readonly Stage[] = ['new', 'reading', 'talking', 'shortlist', 'held'];

export function statusFor(state: ApplicationState, stage: Stage): ApplicantStatus {
  if (state === 'draft') return 'draft';
  if (state === 'withdrawn') return 'withdrawn';
  if (state === 'erased') return 'erased';
  return STATUS_OF_STAGE[stage];
}

/** The stages an editor can move an application to from here; none once it is withdrawn. */
export function nextStages(stage: Stage): readonly Stage[] {
  if (stage === 'withdrawn') return [];
  return STAGES_BY_HAND.filter((next) => next !== stage);
}

type Placed = { callId: string; regions: readonly string[] };

function covers(grant: Grant, application: Placed): boolean {
  if (grant.role === 'administrator') return true;
  if (grant.callId !== null && grant.callId !== application.callId) return false;
  return grant.region === null || application.regions.includes(grant.region);
}

/** Same scope as `visibleTo` in the queries, for one application already at hand. */
export function canRead(actor: Actor, application: Placed & { applicationId: string }): boolean {
  if (actor.kind === 'system') return true;
  if (conflictsOf(actor).includes(application.applicationId)) return false;
  return actor.kind === 'member' && actor.grants.some((grant) => covers(grant, application));
}

/** Editors and administrators move and decide; reviewers read and score. */
export function canDecide(actor: Actor, application: Placed): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'member') return false;
  return actor.grants.some((grant) => grant.role !== 'reviewer' && covers(grant, application));
}

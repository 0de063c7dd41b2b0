import { and, eq, inArray } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { memberNames } from '@/domain/accounts/queries';
import { type AuditLine, trailOf } from '@/domain/audit/queries';
import type { Ctx } from '@/domain/context';
import { type DeskDocument, documentsForDesk } from '@/domain/documents/queries';
import { AppError, isAppError } from '@/domain/errors';
import { type Letter, lettersOf } from '@/domain/messages/queries';
import { isWithheldFrom, toldApart } from '@/domain/settings/withheld';
import { answersInput } from '../input';
import { type ApplicantStatus, canDecide, type Stage, statusFor } from '../rules';
import { visibleTo } from '../scope';
import { answersForList, keyToRead, type Unreadable, unreadableIn } from '../sealing';
import { shownName } from '../shown-name';
import { noName, withoutName } from '../withheld';

export type TimelineLine = {
  at: Date;
  verb: string;
  by: string | null;
  role: string | null;
  details: Record<string, string | number | boolean | null>;
};

export type DeskApplication = {
  id: string;
  number: string;
  callId: string;
  callSlug: string;
  timeZone: string;
  stage: Stage;
  status: ApplicantStatus;
  version: number;
  name: string;
  nameLatin: string | null;
  workingName: boolean;
  /** null where there is none, or where a working name stands for the person */
  email: string | null;
  place: string;
  regions: string[];
  writes: string[];
  follows: string[];
  topics: string[];
  cooperation: string;
  coverLetterText: string;
  writingSampleUrl: string;
  locale: string;
  quiet: boolean;
  noMail: boolean;
  keepInPool: boolean;
  submittedAt: Date;
  documents: DeskDocument[];
  messages: Letter[];
  timeline: TimelineLine[];
  mayDecide: boolean;
  /** read blind: names, addresses and files are not in here, and texts have masks where they stood */
  withheld: boolean;
  unreadable: Unreadable;
};

/** With what can be read of it. Errors: not_found, for absent and forbidden alike. */
export async function applicationForDesk(ctx: Ctx, number: string): Promise<DeskApplication> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
  const row = await visibleApplication(ctx, number);
  const [key, withheld] = await Promise.all([keyToRead(ctx, row.id), isWithheldFrom(ctx, row.id)]);
  const opened = answersForList(key, row.id, row.sealedAnswers);
  const answers = opened ?? answersInput.parse({});
  const [documents, messages] = await Promise.all([documentsForDesk(ctx, row.id, key), lettersOf(ctx, row.id, key)]);
  const shown = opened ? shownName(opened) : noName(row.number);
  return {
    id: row.id,
    number: row.number,
    callId: row.callId,
    callSlug: row.callSlug,
    timeZone: row.timeZone,
    stage: row.stage,
    status: statusFor('submitted', row.stage),
    version: row.version,
    ...shown,
    email: shown.workingName ? null : answers.email || null,
    place: answers.place,
    regions: row.regions,
    writes: row.writes,
    follows: row.follows,
    topics: answers.topics,
    cooperation: answers.cooperation,
    coverLetterText: answers.coverLetterText,
    writingSampleUrl: answers.writingSampleUrl,
    locale: row.locale,
    quiet: row.quiet,
    noMail: row.noMail,
    keepInPool: row.keepInPool,
    submittedAt: row.submittedAt,
    documents,
    messages,
    timeline: await timelineOf(ctx, row.id, documents),
    mayDecide: canDecide(ctx.actor, row),
    withheld,
    unreadable: unreadableIn(key, opened),
    ...(withheld ? withoutName(row.number, { answers: opened, documents, messages }) : {}),
  };
}

/** One whose answers cannot be opened any more keeps its number, so that whoever lists the others tells of it. */
export type DamagedApplication = { number: string; damaged: true };

/** The same; null when it is not there any more, for whoever has just read its number in a list. */
export async function applicationStillThere(
  ctx: Ctx,
  number: string,
): Promise<DeskApplication | DamagedApplication | null> {
  try {
    const application = await applicationForDesk(ctx, number);
    return application.unreadable ? { number, damaged: true } : application;
  } catch (error) {
    if (isAppError(error, 'not_found')) return null;
    throw error;
  }
}

async function visibleApplication(ctx: Ctx, number: string) {
  const [row] = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      callId: applications.callId,
      callSlug: calls.slug,
      timeZone: calls.timeZone,
      stage: applications.stage,
      version: applications.version,
      regions: applications.regions,
      writes: applications.writes,
      follows: applications.follows,
      locale: applications.locale,
      quiet: applications.quiet,
      noMail: applications.noMail,
      keepInPool: applications.keepInPool,
      submittedAt: applications.submittedAt,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .innerJoin(calls, eq(calls.id, applications.callId))
    .where(and(eq(applications.number, number), eq(applications.state, 'submitted'), visibleTo(ctx.actor)));
  if (!row?.number || !row.submittedAt) throw new AppError('not_found');
  return { ...row, number: row.number, submittedAt: row.submittedAt };
}

async function timelineOf(
  ctx: Ctx,
  applicationId: string,
  documents: readonly DeskDocument[],
): Promise<TimelineLine[]> {
  const lines = await trailOf(
    ctx,
    applicationId,
    documents.flatMap(({ id, newer }) => (newer ? [id, newer.id] : [id])),
  );
  const names = await memberNames(
    ctx,
    lines.flatMap((line) => (line.actorKind === 'member' && line.actorId ? [line.actorId] : [])),
  );
  const told = await withoutApart(ctx, applicationId, lines);
  return told
    .filter((line) => !HIDDEN.has(line.verb))
    .map((line) => ({
      at: line.at,
      verb: line.verb,
      by: line.actorKind === 'member' ? (names.get(line.actorId ?? '') ?? null) : null,
      role: line.actorRole,
      details: line.details,
    }));
}

/** A line about a fold names the other application; not where the actor reads one of both blind. */
async function withoutApart(
  ctx: Ctx,
  applicationId: string,
  lines: readonly AuditLine[],
): Promise<readonly AuditLine[]> {
  const numbers = lines.flatMap((line) => otherIn(line) ?? []);
  if (numbers.length === 0) return lines;
  // Whatever became of the other one: only which of the lines are told hangs on it.
  const others = await ctx.db
    .select({ id: applications.id, number: applications.number })
    .from(applications)
    .where(inArray(applications.number, numbers));
  const apart = await toldApart(
    ctx,
    applicationId,
    others.map(({ id }) => id),
  );
  const unnamed = new Set(others.filter(({ id }) => apart.has(id)).map(({ number }) => number));
  return lines.filter((line) => !unnamed.has(otherIn(line)));
}

function otherIn({ verb, details }: AuditLine): string | null {
  const number = FOLDS.has(verb) ? (details.folded ?? details.into ?? details.from) : null;
  return typeof number === 'string' ? number : null;
}

const FOLDS: ReadonlySet<string> = new Set([
  'application.merged',
  'application.unmerged',
  'application.folded',
  'application.unfolded',
]);

/** What an applicant did before sending is nobody's business. */
const HIDDEN: ReadonlySet<string> = new Set([
  'draft.opened',
  'application.code-asked',
  'application.code-renewed',
  'document.received',
  'document.removed',
  'application.entered',
]);

import { and, arrayContains, asc, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import type { Ctx } from '@/domain/context';
import { openName, type SealedName, sealedNamesIn } from '@/domain/documents/queries';
import { AppError } from '@/domain/errors';
import { troubledApplications } from '@/domain/messages/queries';
import { withheldFrom } from '@/domain/settings/withheld';
import { type Answers, hidesName, type QueueInput, queueInput } from '../input';
import { STAGES, type Stage } from '../rules';
import { visibleTo } from '../scope';
import { openAnswers } from '../sealing';
import { noName } from '../withheld';

export type QueueEntry = {
  id: string;
  number: string;
  name: string;
  nameLatin: string | null;
  /** the name shown is a working name */
  workingName: boolean;
  regions: string[];
  writes: string[];
  stage: Stage;
  waitingSince: Date;
  quiet: boolean;
  mailTrouble: boolean;
  /** read blind: the number stands for the name */
  withheld: boolean;
  /** the name of the writing sample's file, without its ending */
  sampleTitle: string | null;
};

export type QueuePage = { entries: QueueEntry[]; next: string | null; previous: string | null };

type Row = {
  id: string;
  number: string | null;
  regions: string[];
  writes: string[];
  stage: Stage;
  submittedAt: Date | null;
  quiet: boolean;
  sealedAnswers: Buffer | null;
};

/**
 * One page of sent applications that the actor may see, by keyset: `next` and `previous` are opaque and stay right
 * while others arrive. Errors: not_signed_in.
 */
export async function queueFor(ctx: Ctx, input: QueueInput): Promise<QueuePage> {
  mustBeMember(ctx);
  const query = queueInput.parse(input);
  const backwards = query.before !== undefined;
  const edge = readCursor(query.before ?? query.after);
  const rising = (query.order === 'longest') !== backwards;
  const rows: Row[] = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      regions: applications.regions,
      writes: applications.writes,
      stage: applications.stage,
      submittedAt: applications.submittedAt,
      quiet: applications.quiet,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(and(inQueue(query), visibleTo(ctx.actor), edge && beyond(edge, rising)))
    .orderBy(
      ...(rising
        ? [asc(applications.submittedAt), asc(applications.id)]
        : [desc(applications.submittedAt), desc(applications.id)]),
    )
    .limit(query.limit + 1);
  const more = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  if (backwards) page.reverse();
  const ids = page.map((row) => row.id);
  const [trouble, samples, withheld] = await Promise.all([
    troubledApplications(ctx, ids),
    sealedNamesIn(ctx, 'writing_sample', ids),
    withheldFrom(ctx, ids),
  ]);
  return {
    entries: await Promise.all(
      page.map((row) =>
        toEntry(ctx, row, {
          mailTrouble: trouble.has(row.id),
          sample: samples.get(row.id),
          withheld: withheld.has(row.id),
        }),
      ),
    ),
    next: backwards || more ? cursorOf(page.at(-1)) : null,
    previous: (backwards ? more : edge) ? cursorOf(page[0]) : null,
  };
}

/** How many sent applications the actor may see at each stage, and in all. Errors: not_signed_in. */
export async function stageCounts(ctx: Ctx): Promise<Record<Stage | 'all', number>> {
  mustBeMember(ctx);
  const rows = await ctx.db
    .select({ stage: applications.stage, count: count() })
    .from(applications)
    .where(and(eq(applications.state, 'submitted'), visibleTo(ctx.actor)))
    .groupBy(applications.stage);
  const counts = Object.fromEntries([...STAGES, 'all'].map((stage) => [stage, 0])) as Record<Stage | 'all', number>;
  for (const row of rows) {
    counts[row.stage] = row.count;
    counts.all += row.count;
  }
  return counts;
}

function mustBeMember(ctx: Ctx): void {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
}

function inQueue(query: { stage: Stage | 'all'; region?: string; callSlug?: string }): SQL | undefined {
  return and(
    eq(applications.state, 'submitted'),
    query.stage === 'all' ? undefined : eq(applications.stage, query.stage),
    query.region ? arrayContains(applications.regions, [query.region]) : undefined,
    query.callSlug
      ? inArray(applications.callId, sql`(select ${calls.id} from ${calls} where ${calls.slug} = ${query.callSlug})`)
      : undefined,
  );
}

type Edge = { at: string; id: string };

function beyond({ at, id }: Edge, rising: boolean): SQL {
  const here = sql`(${applications.submittedAt}, ${applications.id})`;
  return rising ? sql`${here} > (${at}::timestamptz, ${id}::uuid)` : sql`${here} < (${at}::timestamptz, ${id}::uuid)`;
}

function cursorOf(row: Row | undefined): string | null {
  return row?.submittedAt ? Buffer.from(`${row.submittedAt.toISOString()} ${row.id}`).toString('base64url') : null;
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/;

/** A cursor that is none starts from the beginning: it came from an address bar. */
function readCursor(cursor: string | undefined): Edge | undefined {
  const match = CURSOR.exec(Buffer.from(cursor ?? '', 'base64url').toString('latin1'));
  return match?.[1] && match[2] && !Number.isNaN(Date.parse(match[1])) ? { at: match[1], id: match[2] } : undefined;
}

type Beside = { mailTrouble: boolean; sample: SealedName | undefined; withheld: boolean };

async function toEntry(ctx: Ctx, row: Row, { mailTrouble, sample, withheld }: Beside): Promise<QueueEntry> {
  const key = await ctx.keyStore.get(row.id);
  if (!key || !row.number || !row.submittedAt) throw new Error('a sent application without key, number or time');
  const answers = openAnswers(key, row.id, row.sealedAnswers);
  return {
    id: row.id,
    number: row.number,
    ...(withheld ? noName(row.number) : shownName(answers)),
    regions: row.regions,
    writes: row.writes,
    stage: row.stage,
    waitingSince: row.submittedAt,
    quiet: row.quiet,
    mailTrouble,
    withheld,
    sampleTitle: sample && !withheld ? openName(key, sample).replace(/\.[^.]{1,10}$/, '') : null,
  };
}

/** In quiet mode editors see the working name, where there is one, until the applicant decides otherwise. */
export function shownName(answers: Answers): { name: string; nameLatin: string | null; workingName: boolean } {
  if (hidesName(answers)) return { name: answers.workingName, nameLatin: null, workingName: true };
  return { name: answers.name, nameLatin: answers.nameLatin || null, workingName: false };
}

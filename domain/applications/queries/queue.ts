import { and, type SQL } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { openName, type SealedName, sealedNamesIn } from '@/domain/documents/queries';
import { AppError } from '@/domain/errors';
import { troubledApplications } from '@/domain/messages/queries';
import { withheldFrom } from '@/domain/settings/withheld';
import { unlessDamaged } from '@/platform/damaged';
import { log } from '@/platform/log';
import { type SecretKey, VaultError } from '@/platform/vault';
import { type Queue, type QueueInput, queueInput } from '../input';
import type { Stage } from '../rules';
import { openAnswers } from '../sealing';
import { shownName } from '../shown-name';
import { noName } from '../withheld';
import { inQueue } from './queue-conditions';
import { beyond, cursorOf, isRising, readCursor, type Sorted, sortColumns, sortedBy } from './queue-order';

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

type Row = Sorted & {
  number: string | null;
  regions: string[];
  writes: string[];
  stage: Stage;
  quiet: boolean;
  sealedAnswers: Buffer | null;
};

/**
 * One page of sent applications that the actor may see, by keyset: `next` and `previous` are opaque and stay right
 * while others arrive. A page of which nothing is left is the first one. What is erased is left out, so that a page may be
 * short. Errors: not_signed_in.
 */
export async function queueFor(ctx: Ctx, input: QueueInput): Promise<QueuePage> {
  const { beside: _, ...page } = await queueBeside(ctx, input, async () => null);
  return page;
}

/** The same with what another module knows of these applications, asked beside what this one asks. */
export async function queueBeside<More>(
  ctx: Ctx,
  input: QueueInput,
  ask: (ids: readonly string[]) => Promise<More>,
): Promise<QueuePage & { beside: More }> {
  mustBeMember(ctx);
  const { query, rows } = await rowsOrFirst(ctx, queueInput.parse(input));
  const backwards = query.before !== undefined;
  const edge = readCursor(query.before ?? query.after);
  const more = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  if (backwards) page.reverse();
  const ids = page.map((row) => row.id);
  const [trouble, samples, withheld, beside] = await Promise.all([
    troubledApplications(ctx, ids),
    sealedNamesIn(ctx, 'writing_sample', ids),
    withheldFrom(ctx, ids),
    ask(ids),
  ]);
  const entries = await Promise.all(
    page.map((row) =>
      toEntry(ctx, row, {
        mailTrouble: trouble.has(row.id),
        sample: samples.get(row.id),
        withheld: withheld.has(row.id),
      }),
    ),
  );
  return {
    entries: entries.filter((entry) => entry !== null),
    next: backwards || more ? cursorOf(query.order, page.at(-1)) : null,
    previous: (backwards ? more : edge) ? cursorOf(query.order, page[0]) : null,
    beside,
  };
}

/** Where all beyond an edge has left the list meanwhile, it begins anew: nobody is left on a page of nothing. */
async function rowsOrFirst(ctx: Ctx, query: Queue): Promise<{ query: Queue; rows: Row[] }> {
  const conditions = await inQueue(ctx, query);
  const rows: Row[] = await queueRows(ctx, query, conditions);
  if (rows.length > 0 || !readCursor(query.before ?? query.after)) return { query, rows };
  const anew = { ...query, after: undefined, before: undefined };
  return { query: anew, rows: await queueRows(ctx, anew, conditions) };
}

/** The rows of a page and one more, from where the query says; not asked yet, so that how it is answered can be looked at. */
export function queueRows(ctx: Ctx, query: Queue, conditions: SQL | undefined) {
  const edge = readCursor(query.before ?? query.after);
  const rising = isRising(query.order) !== (query.before !== undefined);
  return ctx.db
    .select({
      ...sortColumns,
      number: applications.number,
      regions: applications.regions,
      writes: applications.writes,
      stage: applications.stage,
      quiet: applications.quiet,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(and(conditions, edge && beyond(query.order, edge, rising)))
    .orderBy(...sortedBy(query.order, rising))
    .limit(query.limit + 1);
}

/** Errors: not_signed_in. */
export function mustBeMember(ctx: Ctx): void {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
}

/** Null where it is damaged: the name of one file takes no application along. */
function titleOf(key: SecretKey, sample: SealedName): string | null {
  const name = unlessDamaged({ event: 'document-name.damaged', version: sample.versionId }, () =>
    openName(key, sample),
  );
  return name?.replace(/\.[^.]{1,10}$/, '') ?? null;
}

type Beside = { mailTrouble: boolean; sample: SealedName | undefined; withheld: boolean };

/** Null when the application is erased. One that cannot be opened stands there by its number and takes no other along. */
async function toEntry(ctx: Ctx, row: Row, { mailTrouble, sample, withheld }: Beside): Promise<QueueEntry | null> {
  const { id, number, submittedAt } = row;
  if (!number || !submittedAt) throw new Error('a sent application without number or time');
  const { regions, writes, stage, quiet } = row;
  const facts = { id, number, regions, writes, stage, waitingSince: submittedAt, quiet, mailTrouble, withheld };
  try {
    const key = await ctx.keyStore.get(id);
    if (!key) return null;
    const answers = openAnswers(key, id, row.sealedAnswers);
    return {
      ...facts,
      ...(withheld ? noName(number) : shownName(answers)),
      sampleTitle: sample && !withheld ? titleOf(key, sample) : null,
    };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    log.error({ event: 'application.damaged', application: id }, error);
    return { ...facts, ...noName(number), sampleTitle: null };
  }
}

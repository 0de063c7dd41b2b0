import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { calls } from '@/db/schema/calls';
import { criteria, scores } from '@/db/schema/reviews';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { lockCall } from '@/domain/calls/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { mustBeAsSeen } from '@/domain/seen';
import { type RubricInput, rubricInput } from '../input';
import { rubricFor } from '../queries/rubric';
import { DEFAULT_CRITERIA } from '../rules';
import { refreshScoresOfCall } from './standing';

/** Gives a call what its reviewers score; criteria that are there already keep their scores. Errors: not_found. */
export async function setRubric(ctx: Ctx, callId: string, keys: readonly string[] = DEFAULT_CRITERIA): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  await transaction(ctx, async (tx) => {
    await tx.db
      .insert(criteria)
      .values(keys.map((key, position) => ({ callId, key, position })))
      .onConflictDoNothing({ target: [criteria.callId, criteria.key] });
    await record(tx, { verb: 'call.rubric-set', subject: { kind: 'call', id: callId } });
  });
}

/**
 * Writes a call's rubric anew, in the given order. Scores stay: a criterion that is left out goes if nobody scored it and is
 * archived otherwise (naming it again by its key brings it back), and means are counted anew with the new weights.
 * `seen` is of the lines on the administrator's page. Errors: not_found, invalid_input, conflict.
 */
export async function changeRubric(ctx: Ctx, callId: string, input: RubricInput, seen?: string): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = rubricInput.parse(input);
  await transaction(ctx, async (tx) => {
    await lockCall(tx, eq(calls.id, callId));
    mustBeAsSeen({ seen, now: await rubricFor(tx, callId) });
    const known = await knownCriteria(tx, callId);
    const rows = values.map(({ key, weight, names }, position) => ({
      callId,
      key: key ?? freshKey(known, values, position),
      weight,
      position,
      names: Object.fromEntries(Object.entries(names).filter(([, name]) => name !== '')),
      archivedAt: null,
    }));
    const keys = rows.map((row) => row.key);
    if (new Set(keys).size < keys.length || values.some(({ key }) => key !== null && !known.has(key)))
      throw new AppError('invalid_input');
    if (rows.some((row) => !isNamed(row))) throw new AppError('invalid_input', { field: 'names' });
    await tx.db
      .insert(criteria)
      .values(rows)
      .onConflictDoUpdate({
        target: [criteria.callId, criteria.key],
        set: {
          weight: sql`excluded.weight`,
          position: sql`excluded.position`,
          names: sql`excluded.names`,
          archivedAt: null,
        },
      });
    await leaveOut(tx, callId, keys);
    await refreshScoresOfCall(tx, callId);
    await record(tx, { verb: 'call.rubric-set', subject: { kind: 'call', id: callId } });
  });
}

/** Ours have a name in the catalogues; others need one of their own. */
function isNamed({ key, names }: { key: string; names: Record<string, string> }): boolean {
  return Object.keys(names).length > 0 || DEFAULT_CRITERIA.some((one) => one === key);
}

async function knownCriteria(tx: TxCtx, callId: string): Promise<Set<string>> {
  const rows = await tx.db
    .select({ key: criteria.key })
    .from(criteria)
    .where(eq(criteria.callId, callId))
    .for('update');
  return new Set(rows.map((row) => row.key));
}

/** A key says nothing: names may change, keys do not. */
function freshKey(known: ReadonlySet<string>, values: readonly unknown[], position: number): string {
  let place = known.size + 1 + position;
  while (known.has(`own_${place}`)) place += values.length;
  return `own_${place}`;
}

async function leaveOut(tx: TxCtx, callId: string, keys: readonly string[]): Promise<void> {
  const others = and(eq(criteria.callId, callId), notInArray(criteria.key, [...keys]));
  const scored = tx.db.selectDistinct({ id: scores.criterionId }).from(scores);
  await tx.db.delete(criteria).where(and(others, notInArray(criteria.id, scored)));
  await tx.db
    .update(criteria)
    .set({ archivedAt: tx.now })
    .where(and(others, inArray(criteria.id, scored), sql`${criteria.archivedAt} is null`));
}

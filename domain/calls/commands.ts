import { eq, type SQL } from 'drizzle-orm';
import { calls } from '@/db/schema/calls';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { mustBeAsSeen } from '@/domain/seen';
import { type CallInput, type CallScheduleInput, callInput, callScheduleInput } from './input';
import { canBeMeant, scheduleOf } from './rules';

/** Errors: not_found (to anyone who is no administrator). */
export async function createCall(ctx: Ctx, input: CallInput): Promise<{ id: string }> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = callInput.parse(input);
  return transaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(calls)
      .values({ ...values, createdAt: ctx.now, updatedAt: ctx.now })
      .returning({ id: calls.id });
    if (!row) throw new Error('insert returned nothing');
    await record(tx, { verb: 'call.created', subject: { kind: 'call', id: row.id } });
    return row;
  });
}

/**
 * Opens or closes a call and sets its days; one that is closed by hand closes now, so that erasure can count from it.
 * `seen` is of `scheduleOf` the call on the administrator's page. Errors: not_found, unlikely_day, conflict.
 */
export async function scheduleCall(ctx: Ctx, slug: string, input: CallScheduleInput, seen?: string): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = callScheduleInput.parse(input);
  await transaction(ctx, async (tx) => {
    const row = await lockCall(tx, eq(calls.slug, slug));
    const closesAt = values.state === 'closed' ? earlier(values.closesAt, tx.now) : values.closesAt;
    mustBeAsSeen({ seen, now: scheduleOf(row), wanted: { ...values, closesAt } });
    mustBeMeant(values, { createdAt: row.createdAt, now: tx.now });
    await tx.db
      .update(calls)
      .set({ ...values, closesAt, updatedAt: tx.now })
      .where(eq(calls.id, row.id));
    await record(tx, {
      verb: 'call.scheduled',
      subject: { kind: 'call', id: row.id },
      details: { state: values.state },
    });
  });
}

/** Until the transaction ends nobody else changes the call; applications to it still come in. Errors: not_found. */
export async function lockCall(tx: TxCtx, which: SQL) {
  const [row] = await tx.db
    .select({
      id: calls.id,
      state: calls.state,
      closesAt: calls.closesAt,
      answerBy: calls.answerBy,
      timeZone: calls.timeZone,
      createdAt: calls.createdAt,
    })
    .from(calls)
    .where(which)
    .for('no key update');
  if (!row) throw new AppError('not_found');
  return row;
}

function mustBeMeant(days: CallScheduleInput, call: { createdAt: Date; now: Date }): void {
  for (const field of ['closesAt', 'answerBy'] as const) {
    const day = days[field];
    if (day && !canBeMeant(day, call)) throw new AppError('unlikely_day', { field });
  }
}

function earlier(day: Date | null, now: Date): Date {
  return day && day < now ? day : now;
}

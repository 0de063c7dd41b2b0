import { eq } from 'drizzle-orm';
import { calls } from '@/db/schema/calls';
import { isAdministrator } from '@/domain/actor';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { type CallInput, type CallScheduleInput, callInput, callScheduleInput } from './input';

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

/** Opens or closes a call and sets its days; one that is closed by hand closes now, so that erasure can count from it. Errors: not_found. */
export async function scheduleCall(ctx: Ctx, slug: string, input: CallScheduleInput): Promise<void> {
  if (!isAdministrator(ctx.actor)) throw new AppError('not_found');
  const values = callScheduleInput.parse(input);
  await transaction(ctx, async (tx) => {
    const closesAt = values.state === 'closed' ? earlier(values.closesAt, ctx.now) : values.closesAt;
    const [row] = await tx.db
      .update(calls)
      .set({ ...values, closesAt, updatedAt: ctx.now })
      .where(eq(calls.slug, slug))
      .returning({ id: calls.id });
    if (!row) throw new AppError('not_found');
    await record(tx, {
      verb: 'call.scheduled',
      subject: { kind: 'call', id: row.id },
      details: { state: values.state },
    });
  });
}

function earlier(day: Date | null, now: Date): Date {
  return day && day < now ? day : now;
}

import { and, eq, inArray, isNull } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { assignments } from '@/db/schema/reviews';
import { mailboxOf } from '@/domain/accounts/queries';
import { withKeys } from '@/domain/applications/sealing';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { knownLocale } from '@/locales';
import { STAGES_TO_REVIEW } from '../rules';

/**
 * Writes one mail to each member who was given something to read since the last one: how many, by when, and where to look;
 * never which or whose. Answers how many mails. Errors: not_found.
 */
export async function tellReviewers(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  const waiting = await ctx.db
    .selectDistinct({ memberId: assignments.memberId })
    .from(assignments)
    .where(isNull(assignments.toldAt));
  let mails = 0;
  for (const { memberId } of waiting) if (await tell(ctx, memberId)) mails += 1;
  return mails;
}

async function tell(ctx: Ctx, memberId: string): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const told = await tx.db
      .update(assignments)
      .set({ toldAt: tx.now })
      .where(and(eq(assignments.memberId, memberId), isNull(assignments.toldAt)))
      .returning({ id: assignments.applicationId, dueAt: assignments.dueAt, doneAt: assignments.doneAt });
    const open = told.filter((row) => row.doneAt === null);
    const mailbox = await mailboxOf(tx, memberId);
    if (open.length === 0 || !mailbox) return false;
    const waiting = await tx.db
      .select({ id: applications.id })
      .from(applications)
      .where(
        and(
          inArray(
            applications.id,
            open.map((row) => row.id),
          ),
          eq(applications.state, 'submitted'),
          inArray(applications.stage, [...STAGES_TO_REVIEW]),
        ),
      );
    const still = await withKeys(tx, waiting);
    if (still.length === 0) return false;
    const waits = new Set(still.map((row) => row.id));
    const days = open
      .filter((row) => waits.has(row.id))
      .flatMap((row) => row.dueAt ?? [])
      .sort((one, other) => one.getTime() - other.getTime());
    await requestMail(tx, {
      template: 'assigned',
      to: { kind: 'member', memberId, address: mailbox.address },
      locale: knownLocale(mailbox.locale),
      params: { count: still.length, dueAt: days[0] ?? null },
    });
    return true;
  });
}

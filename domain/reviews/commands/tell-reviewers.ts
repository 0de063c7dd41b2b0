import { and, eq, inArray, isNull } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { assignments } from '@/db/schema/reviews';
import { mailboxOf } from '@/domain/accounts/queries';
import { standsAlone } from '@/domain/applications/scope';
import { withKeys } from '@/domain/applications/sealing';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { knownLocale } from '@/locales';
import { STAGES_TO_REVIEW } from '../rules';

/**
 * Writes one mail to each member who was given something to read since the last one: how many, by when as the desk says it
 * (in the call's zone), and where to look; never which or whose. Answers how many mails. Errors: not_found.
 */
export async function tellReviewers(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  const waiting = await ctx.db
    .selectDistinct({ memberId: assignments.memberId })
    .from(assignments)
    .where(isUntold(ctx));
  let mails = 0;
  for (const { memberId } of waiting) if (await tell(ctx, memberId)) mails += 1;
  return mails;
}

/** What is folded into another waits: it is told of once it stands alone again. */
function isUntold(ctx: Pick<Ctx, 'db'>) {
  const alone = ctx.db.select({ id: applications.id }).from(applications).where(standsAlone());
  return and(isNull(assignments.toldAt), inArray(assignments.applicationId, alone));
}

async function tell(ctx: Ctx, memberId: string): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const told = await tx.db
      .update(assignments)
      .set({ toldAt: tx.now })
      .where(and(eq(assignments.memberId, memberId), isUntold(tx)))
      .returning({ id: assignments.applicationId, dueAt: assignments.dueAt, doneAt: assignments.doneAt });
    const open = told.filter((row) => row.doneAt === null);
    const mailbox = await mailboxOf(tx, memberId);
    if (open.length === 0 || !mailbox) return false;
    const waiting = await tx.db
      .select({ id: applications.id, timeZone: calls.timeZone })
      .from(applications)
      .innerJoin(calls, eq(calls.id, applications.callId))
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
    const zones = new Map(still.map((row) => [row.id, row.timeZone]));
    const [first] = open
      .flatMap(({ id, dueAt }) => (dueAt && zones.has(id) ? [{ dueAt, timeZone: zones.get(id) }] : []))
      .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
    await requestMail(tx, {
      template: 'assigned',
      to: { kind: 'member', memberId, address: mailbox.address },
      locale: knownLocale(mailbox.locale),
      params: { count: still.length, dueAt: first?.dueAt ?? null, timeZone: first?.timeZone },
    });
    return true;
  });
}

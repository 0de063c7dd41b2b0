import { and, eq, type SQL } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { type Queue, type QueueInput, queueInput } from '../input';
import { visibleTo } from '../scope';
import { firstWithKeys } from '../sealing';
import { inQueue } from './queue-conditions';
import { beyond, cursorOf, edgeOf, isRising, type Sorted, sortColumns, sortedBy } from './queue-order';
import { scoresAreShown } from './scores-shown';

export type Neighbours = {
  previous: string | null;
  next: string | null;
  /** The place of the application itself, for a page of the list that begins or ends beside it. */
  here: string | null;
};

/**
 * The numbers before and after an application in the list that `input` describes. It need not be in the list itself: one
 * that has just been decided has left it, and the next is still the one that followed. In an order by scores it has no
 * neighbours as long as its own are hidden from the actor: the place between two others tells as much as the figure.
 */
export async function neighboursOf(ctx: Ctx, input: QueueInput, applicationId: string): Promise<Neighbours> {
  const query = queueInput.parse(input);
  const [here] = await ctx.db
    .select(sortColumns)
    .from(applications)
    .where(and(eq(applications.id, applicationId), visibleTo(ctx.actor), await placeIsShown(ctx, query)));
  if (!here?.submittedAt) return { previous: null, next: null, here: null };
  const rising = isRising(query.order);
  const [next, previous] = await Promise.all([
    numberBeyond(ctx, query, here, rising),
    numberBeyond(ctx, query, here, !rising),
  ]);
  return { previous, next, here: cursorOf(query.order, here) };
}

async function placeIsShown(ctx: Ctx, { order }: Queue): Promise<SQL | undefined> {
  return order === 'score' || order === 'spread' ? scoresAreShown(ctx) : undefined;
}

async function numberBeyond(ctx: Ctx, query: Queue, here: Sorted, rising: boolean): Promise<string | null> {
  const further = and(await inQueue(ctx, query), beyond(query.order, edgeOf(query.order, here), rising));
  const [row] = await firstWithKeys(ctx, 1, (limit) =>
    ctx.db
      .select({ id: applications.id, number: applications.number })
      .from(applications)
      .where(further)
      .orderBy(...sortedBy(query.order, rising))
      .limit(limit),
  );
  return row?.number ?? null;
}

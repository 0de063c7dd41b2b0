import { and, eq, type SQL } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { visibleTo } from '@/domain/applications/scope';
import type { Ctx } from '@/domain/context';

/** Sent applications the actor may see, with a further condition. */
export function sent(ctx: Ctx, condition: SQL | undefined): SQL | undefined {
  return and(eq(applications.state, 'submitted'), visibleTo(ctx.actor), condition);
}

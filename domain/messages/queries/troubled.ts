import { and, count, eq, gte, isNotNull, notExists, notInArray, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { builtOnce } from '@/db/built-once';
import { idList, isOneOf } from '@/db/one-of';
import { outbox } from '@/db/schema/messages';
import type { Ctx } from '@/domain/context';
import { SECRET_TEMPLATES } from '../rules';

/** Which of these applications have a mail to their applicant that did not get through. */
export async function troubledApplications(ctx: Ctx, applicationIds: readonly string[]): Promise<Set<string>> {
  if (applicationIds.length === 0) return new Set();
  const build = () =>
    ctx.db
      .selectDistinct({ id: outbox.applicationId })
      .from(outbox)
      .where(and(isOneOf(outbox.applicationId, 'ids'), hasFailed()));
  const rows = await builtOnce(ctx.db, ['troubledApplications'], build, { ids: idList(applicationIds) });
  return new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])));
}

/**
 * Does mail no longer reach the applicant? It does again as soon as any has been taken after the one that failed.
 * For the applicant's own page.
 */
export async function mailFailsFor(ctx: Ctx, applicationId: string): Promise<boolean> {
  const later = alias(outbox, 'later');
  const [row] = await ctx.db
    .select({ failed: count() })
    .from(outbox)
    .where(
      and(
        eq(outbox.applicationId, applicationId),
        hasFailed(),
        notExists(
          ctx.db
            .select({ id: later.id })
            .from(later)
            .where(
              and(
                eq(later.applicationId, outbox.applicationId),
                eq(later.recipientKind, 'applicant'),
                isNotNull(later.leftAt),
                gte(later.leftAt, outbox.createdAt),
              ),
            ),
        ),
      ),
    );
  return (row?.failed ?? 0) > 0;
}

function hasFailed(): SQL | undefined {
  return and(
    eq(outbox.recipientKind, 'applicant'),
    eq(outbox.state, 'failed'),
    // That a link to a new code came too late is between the applicant and the mail server.
    notInArray(outbox.template, [...SECRET_TEMPLATES]),
  );
}

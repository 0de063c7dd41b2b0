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
      .where(and(isOneOf(outbox.applicationId, 'ids'), eq(outbox.recipientKind, 'applicant'), hasFailed()));
  const rows = await builtOnce(ctx.db, ['troubledApplications'], build, { ids: idList(applicationIds) });
  return new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])));
}

type Reader = { kind: 'applicant'; applicationId: string } | { kind: 'asker'; questionId: string };

/**
 * Does mail no longer reach whoever applied, or asked? It does again as soon as any has been taken after the one that
 * failed. For their own page.
 */
export async function mailFailsFor(ctx: Ctx, reader: Reader): Promise<boolean> {
  const later = alias(outbox, 'later');
  const isTheirs = (mail: typeof outbox | typeof later) =>
    and(
      eq(mail.recipientKind, reader.kind),
      reader.kind === 'applicant'
        ? eq(mail.applicationId, reader.applicationId)
        : eq(mail.questionId, reader.questionId),
    );
  const [row] = await ctx.db
    .select({ failed: count() })
    .from(outbox)
    .where(
      and(
        isTheirs(outbox),
        hasFailed(),
        notExists(
          ctx.db
            .select({ id: later.id })
            .from(later)
            .where(and(isTheirs(later), isNotNull(later.leftAt), gte(later.leftAt, outbox.createdAt))),
        ),
      ),
    );
  return (row?.failed ?? 0) > 0;
}

function hasFailed(): SQL | undefined {
  return and(
    eq(outbox.state, 'failed'),
    // That a link to a new code came too late is between the applicant and the mail server.
    notInArray(outbox.template, [...SECRET_TEMPLATES]),
  );
}

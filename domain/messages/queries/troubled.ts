import { and, count, eq, gte, isNotNull, ne, notExists, notInArray, or, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { builtOnce } from '@/db/built-once';
import { idList, isOneOf } from '@/db/one-of';
import { outbox } from '@/db/schema/messages';
import type { Ctx } from '@/domain/context';
import { SECRET_TEMPLATES } from '../rules';

const later = alias(outbox, 'later');

/** Which of these applications have a mail to their applicant that did not get through, nor any later one. */
export async function troubledApplications(ctx: Ctx, applicationIds: readonly string[]): Promise<Set<string>> {
  if (applicationIds.length === 0) return new Set();
  const build = () => undeliveredMails(ctx, isOneOf(outbox.applicationId, 'ids'));
  const rows = await builtOnce(ctx.db, ['troubledApplications'], build, { ids: idList(applicationIds) });
  return new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])));
}

/** Their ids, to be asked for inside another query; `among` narrows it to some. */
export function undeliveredMails(ctx: Ctx, among?: SQL) {
  const sameApplicant = and(eq(later.recipientKind, 'applicant'), eq(later.applicationId, outbox.applicationId));
  return ctx.db
    .select({ id: outbox.applicationId })
    .from(outbox)
    .where(
      and(
        among,
        eq(outbox.recipientKind, 'applicant'),
        eq(outbox.state, 'failed'),
        isNoSecret(),
        noneArrivedLater(ctx, sameApplicant),
      ),
    );
}

type Reader = { kind: 'applicant'; applicationId: string } | { kind: 'asker'; questionId: string };

/**
 * Does mail no longer reach whoever applied, or asked? It does again as soon as any has been taken after the one that
 * failed. For their own page.
 */
export async function mailFailsFor(ctx: Ctx, reader: Reader): Promise<boolean> {
  const isTheirs = (mail: typeof outbox | typeof later) =>
    and(
      eq(mail.recipientKind, reader.kind),
      reader.kind === 'applicant'
        ? eq(mail.applicationId, reader.applicationId)
        : eq(mail.questionId, reader.questionId),
    );
  // That the desk holds a failure as settled gives nobody a mailbox that works.
  const hasFailed = or(eq(outbox.state, 'failed'), and(eq(outbox.state, 'dropped'), isNotNull(outbox.trouble)));
  const [row] = await ctx.db
    .select({ failed: count() })
    .from(outbox)
    .where(and(isTheirs(outbox), hasFailed, isNoSecret(), noneArrivedLater(ctx, isTheirs(later))));
  return (row?.failed ?? 0) > 0;
}

/** A secret that could not leave is wiped and asks nothing of the desk: whoever needs it asks for a new one. */
export function isNoWipedSecret(): SQL | undefined {
  return or(ne(outbox.state, 'failed'), isNotNull(outbox.sealedParams), isNoSecret());
}

/** That a link to a new code came too late is between the applicant and the mail server. */
function isNoSecret(): SQL {
  return notInArray(outbox.template, [...SECRET_TEMPLATES]);
}

function noneArrivedLater(ctx: Ctx, isTheirs: SQL | undefined): SQL {
  return notExists(
    ctx.db
      .select({ id: later.id })
      .from(later)
      .where(and(isTheirs, isNotNull(later.leftAt), gte(later.leftAt, outbox.createdAt))),
  );
}

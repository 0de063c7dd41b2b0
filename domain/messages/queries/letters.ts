import { and, asc, eq, inArray } from 'drizzle-orm';
import { messages, outbox } from '@/db/schema/messages';
import type { Ctx } from '@/domain/context';
import { openJson, type SecretKey } from '@/platform/vault';
import { letterBody } from '../input';

export type Letter = {
  id: string;
  from: 'editors' | 'applicant';
  at: Date;
  subject: string;
  text: string;
  locale: string;
};

/** What applicant and editors wrote to each other, oldest first. Callers found the application through the actor's scope. */
export async function lettersOf(ctx: Ctx, applicationId: string, key: SecretKey): Promise<Letter[]> {
  const rows = await ctx.db
    .select({
      id: messages.id,
      author: messages.author,
      at: messages.writtenAt,
      locale: messages.locale,
      sealedBody: messages.sealedBody,
    })
    .from(messages)
    .where(eq(messages.applicationId, applicationId))
    .orderBy(asc(messages.writtenAt), asc(messages.id));
  return rows.map(({ id, author, at, locale, sealedBody }) => ({
    id,
    from: author,
    at,
    locale,
    ...letterBody.parse(openJson(key, `letter:${id}`, sealedBody)),
  }));
}

/** Those of the given applications whose mail could not be delivered. */
export async function troubledApplications(ctx: Ctx, applicationIds: readonly string[]): Promise<Set<string>> {
  if (applicationIds.length === 0) return new Set();
  const rows = await ctx.db
    .selectDistinct({ applicationId: outbox.applicationId })
    .from(outbox)
    .where(and(inArray(outbox.applicationId, [...applicationIds]), eq(outbox.state, 'failed')));
  return new Set(rows.flatMap((row) => (row.applicationId ? [row.applicationId] : [])));
}

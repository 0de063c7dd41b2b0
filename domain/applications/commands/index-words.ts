import { and, eq, notExists, sql } from 'drizzle-orm';
import { applications, applicationWords } from '@/db/schema/applications';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import type { Answers } from '../input';
import { openAnswers } from '../sealing';
import { wordsOf } from '../words';

const AT_ONCE = 200;

/** Writes by which words an application is found; the caller holds its row. */
export async function indexWords(tx: TxCtx, id: string, { number, answers }: { number: string; answers: Answers }) {
  await tx.db.delete(applicationWords).where(eq(applicationWords.applicationId, id));
  const words = wordsOf(tx, number, answers);
  await tx.db
    .insert(applicationWords)
    .values(words.map((word) => ({ word, applicationId: id })))
    .onConflictDoNothing();
}

/** Does the same for applications that were sent before there was an index. Answers how many. */
export async function indexForgottenWords(ctx: Ctx): Promise<number> {
  const rows = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        sql`${applications.state} = 'submitted'`,
        notExists(
          ctx.db
            .select({ one: sql`1` })
            .from(applicationWords)
            .where(eq(applicationWords.applicationId, applications.id)),
        ),
      ),
    )
    .limit(AT_ONCE);
  let indexed = 0;
  for (const { id } of rows) if (await transaction(ctx, (tx) => indexOne(tx, id))) indexed += 1;
  return indexed;
}

/** Locked and looked at again: it may have been erased meanwhile. */
async function indexOne(tx: TxCtx, id: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ number: applications.number, sealedAnswers: applications.sealedAnswers })
    .from(applications)
    .where(and(eq(applications.id, id), eq(applications.state, 'submitted')))
    .for('update');
  const key = await tx.keyStore.get(id);
  if (!row?.number || !key) return false;
  await indexWords(tx, id, { number: row.number, answers: openAnswers(key, id, row.sealedAnswers) });
  return true;
}

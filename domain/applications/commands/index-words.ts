import { and, asc, eq, gt, notExists, sql } from 'drizzle-orm';
import { applications, applicationWords } from '@/db/schema/applications';
import { atOnce, type Ctx, type TxCtx, transaction } from '@/domain/context';
import type { Answers } from '../input';
import { answersForList, keysOf } from '../sealing';
import { wordsOf } from '../words';

const BATCH = 200;

/** Writes by which words an application is found; the caller holds its row. */
export async function indexWords(tx: TxCtx, id: string, { number, answers }: { number: string; answers: Answers }) {
  const words = wordsOf(tx, number, answers);
  await atOnce([
    tx.db.delete(applicationWords).where(eq(applicationWords.applicationId, id)),
    tx.db
      .insert(applicationWords)
      .values(words.map((word) => ({ word, applicationId: id })))
      .onConflictDoNothing(),
  ]);
}

/**
 * Does the same for applications that were sent before there was an index: each is asked for once, as one that is erased
 * or damaged never gets words. Answers how many got some.
 */
export async function indexForgottenWords(ctx: Ctx, batch = BATCH): Promise<number> {
  let indexed = 0;
  let rows = await wordless(ctx, null, batch);
  for (let last = rows.at(-1); last; last = rows.at(-1)) {
    for (const { id } of rows) if (await transaction(ctx, (tx) => indexOne(tx, id))) indexed += 1;
    rows = await wordless(ctx, last.id, batch);
  }
  return indexed;
}

function wordless(ctx: Ctx, after: string | null, limit: number) {
  const words = ctx.db
    .select({ one: sql`1` })
    .from(applicationWords)
    .where(eq(applicationWords.applicationId, applications.id));
  return ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        sql`${applications.state} = 'submitted'`,
        notExists(words),
        after === null ? undefined : gt(applications.id, after),
      ),
    )
    .orderBy(asc(applications.id))
    .limit(limit);
}

/** Locked and looked at again: it may have been erased meanwhile. */
async function indexOne(tx: TxCtx, id: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ number: applications.number, sealedAnswers: applications.sealedAnswers })
    .from(applications)
    .where(and(eq(applications.id, id), eq(applications.state, 'submitted')))
    .for('update');
  const key = (await keysOf(tx, [id])).get(id);
  const answers = key && answersForList(key, id, row?.sealedAnswers ?? null);
  if (!row?.number || !answers) return false;
  await indexWords(tx, id, { number: row.number, answers });
  return true;
}

import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { applications, nameTraces } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { blindIndex } from '@/platform/vault';
import type { Answers } from './input';
import { answersForList, keysOf } from './sealing';
import { shownName } from './shown-name';

/** A name of one word is borne by too many to say anything. */
const FEWEST_WORDS = 2;

/**
 * A name as it is compared: compatibility forms, case, marks and the order of its words do not count. Null where it says
 * too little.
 */
export function foldedName(name: string): string | null {
  const folded = name.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i');
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length < FEWEST_WORDS ? null : words.toSorted().join(' ');
}

/** What is kept of the name: hashes of the one the desk shows. Behind a working name nobody is to be found again. */
export function traceOf(ctx: Ctx, answers: Answers): { nameIndex: Buffer | null; latinIndex: Buffer | null } {
  const { name, nameLatin } = shownName(answers);
  return { nameIndex: hashOf(ctx, name), latinIndex: hashOf(ctx, nameLatin ?? '') };
}

/** Keeps the trace of a name; the caller writes the answers in the same transaction. */
export async function writeNameTrace(ctx: Ctx, applicationId: string, answers: Answers): Promise<void> {
  const trace = traceOf(ctx, answers);
  await ctx.db
    .insert(nameTraces)
    .values({ applicationId, ...trace })
    .onConflictDoUpdate({ target: nameTraces.applicationId, set: trace });
}

export async function forgetNameTrace(ctx: Ctx, applicationId: string): Promise<void> {
  await ctx.db.delete(nameTraces).where(eq(nameTraces.applicationId, applicationId));
}

/**
 * Traces applications that were sent before traces were kept: each is asked for once, as one whose key is lost, or that is damaged,
 * never gets a trace. Answers how many got one.
 */
export async function traceMissingNames(ctx: Ctx, atOnce = 200): Promise<number> {
  let traced = 0;
  let rows = await untraced(ctx, null, atOnce);
  for (let last = rows.at(-1); last; last = rows.at(-1)) {
    const keys = await keysOf(
      ctx,
      rows.map(({ id }) => id),
    );
    for (const { id, sealedAnswers } of rows) {
      const key = keys.get(id);
      const answers = key && answersForList(key, id, sealedAnswers);
      if (!answers) continue;
      await writeNameTrace(ctx, id, answers);
      traced += 1;
    }
    rows = await untraced(ctx, last.id, atOnce);
  }
  return traced;
}

function untraced(ctx: Ctx, after: string | null, limit: number) {
  return ctx.db
    .select({ id: applications.id, sealedAnswers: applications.sealedAnswers })
    .from(applications)
    .leftJoin(nameTraces, eq(nameTraces.applicationId, applications.id))
    .where(
      and(
        eq(applications.state, 'submitted'),
        isNull(nameTraces.applicationId),
        after === null ? undefined : gt(applications.id, after),
      ),
    )
    .orderBy(asc(applications.id))
    .limit(limit);
}

function hashOf(ctx: Ctx, name: string): Buffer | null {
  const folded = foldedName(name);
  return folded === null ? null : blindIndex(ctx.keys.index, 'whole-name', folded);
}

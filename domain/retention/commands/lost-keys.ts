import { keptIds } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { eraseLostQuestion } from '@/domain/questions/commands';
import { keptQuestionIds } from '@/domain/questions/queries';
import { asDamaged } from '@/platform/damaged';
import { isKeyStoreInDoubt } from '../rules';
import { eraseApplication } from './erase-application';

export type KeyCount = { all: number; lost: number };
export type KeyCounts = { applications: KeyCount; questions: KeyCount };

type Found = { all: number; lost: string[] };

const AT_ONCE = 500;

/**
 * How many applications and questions there are, and of how many the key is gone: a backup has brought back what was
 * erased, or the keys lie elsewhere. A damaged key is not gone; the log names it. For whoever stands at the machine's command
 * line. Errors: not_found, and the vault's where no key at all opens.
 */
export async function countKeys(ctx: Ctx): Promise<KeyCounts> {
  const { applications, questions } = await findLost(ctx);
  return { applications: counted(applications), questions: counted(questions) };
}

/**
 * Erases what is left of those, each on the trail. Answers how many. Errors: not_found, conflict (so many keys are gone that
 * the key store is more likely the wrong one: nothing is touched).
 */
export async function forgetLost(ctx: Ctx): Promise<number> {
  const { applications, questions } = await findLost(ctx);
  if (isKeyStoreInDoubt(counted(applications)) || isKeyStoreInDoubt(counted(questions))) throw new AppError('conflict');
  let forgotten = 0;
  for (const id of applications.lost) if (await isErased(eraseApplication(ctx, id))) forgotten += 1;
  for (const id of questions.lost) if (await eraseLostQuestion(ctx, id)) forgotten += 1;
  return forgotten;
}

async function findLost(ctx: Ctx): Promise<{ applications: Found; questions: Found }> {
  if (ctx.actor.kind !== 'system') throw new AppError('not_found');
  return {
    applications: await lostAmong(ctx, 'application', keptIds),
    questions: await lostAmong(ctx, 'question', keptQuestionIds),
  };
}

type Ids = (ctx: Ctx, after: string | null, limit: number) => Promise<string[]>;

async function lostAmong(ctx: Ctx, kind: 'application' | 'question', idsOf: Ids): Promise<Found> {
  const found: Found = { all: 0, lost: [] };
  let opens = false;
  let fault: unknown;
  const isLost = async (id: string) => {
    try {
      const key = await ctx.keyStore.get(id);
      if (key) opens = true;
      return key === null;
    } catch (error) {
      asDamaged({ event: `${kind}.damaged`, [kind]: id })(error);
      fault = error;
      return false;
    }
  };
  let ids = await idsOf(ctx, null, AT_ONCE);
  for (let last = ids.at(-1); last !== undefined; last = ids.at(-1)) {
    const lost = await Promise.all(ids.map(isLost));
    found.all += ids.length;
    found.lost.push(...ids.filter((_, place) => lost[place]));
    ids = await idsOf(ctx, last, AT_ONCE);
  }
  // One may be damaged; where none opens, all are sealed with another key than ours.
  if (fault && !opens) throw fault;
  return found;
}

function counted({ all, lost }: Found): KeyCount {
  return { all, lost: lost.length };
}

/** False where somebody else was faster. */
async function isErased(erasing: Promise<unknown>): Promise<boolean> {
  try {
    await erasing;
    return true;
  } catch (error) {
    if (isAppError(error, 'not_found')) return false;
    throw error;
  }
}

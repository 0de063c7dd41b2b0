import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { addressKey } from '@/domain/messages/rules';
import { asDamaged, unlessDamaged } from '@/platform/damaged';
import { blindIndex, newKey, openJson, type SecretKey, sealJson, secretKey } from '@/platform/vault';
import { type Answers, answersIdentity, answersInput, windowInput } from './input';

/** Seals what an applicant wrote, bound to the application's row; for a draft also which window sent all of it. */
export function sealAnswers(key: SecretKey, applicationId: string, answers: Answers & { window?: string }): Buffer {
  return sealJson(key, answersIdentity(applicationId), answers);
}

export function openAnswers(key: SecretKey, applicationId: string, sealed: Buffer | null): Answers {
  return answersInput.parse(sealed ? openJson(key, answersIdentity(applicationId), sealed) : {});
}

/** The same for a list, which goes on with the others: null where they are damaged. */
export function answersForList(key: SecretKey, applicationId: string, sealed: Buffer | null): Answers | null {
  return unlessDamaged({ event: 'application.damaged', application: applicationId }, () =>
    openAnswers(key, applicationId, sealed),
  );
}

export function openKept(key: SecretKey, applicationId: string, sealed: Buffer): { answers: Answers; window: string } {
  const { window } = windowInput.parse(openJson(key, answersIdentity(applicationId), sealed));
  return { answers: openAnswers(key, applicationId, sealed), window };
}

/** Finds equal addresses without keeping one readable. */
export function addressIndexOf(ctx: Ctx, address: string): Buffer {
  return blindIndex(ctx.keys.index, 'address', addressKey(address));
}

/**
 * The application's own key. Without it an application is erased, whatever rows of it still stand: it is being erased at
 * this moment, or a backup has brought them back. Errors: not_found, as for one that never was.
 */
export async function keyOf(ctx: Ctx, applicationId: string): Promise<SecretKey> {
  const key = await ctx.keyStore.get(applicationId);
  if (!key) throw new AppError('not_found');
  return key;
}

/** What stands for a damaged key where things are read one by one: under it each of them is as damaged as the key. */
const OPENS_NOTHING = secretKey(newKey());

/**
 * The same to read with, for a page that shows what of the application it can. Never to seal with: what is written needs
 * `keyOf`, which refuses a damaged key. Errors: not_found.
 */
export async function keyToRead(ctx: Ctx, applicationId: string): Promise<SecretKey> {
  const key = await readingKey(ctx, applicationId);
  if (!key) throw new AppError('not_found');
  return key;
}

/** Null where it is erased. */
async function readingKey(ctx: Ctx, applicationId: string): Promise<SecretKey | null> {
  const told = asDamaged({ event: 'application.damaged', application: applicationId });
  return ctx.keyStore.get(applicationId).catch((error: unknown) => told(error) ?? OPENS_NOTHING);
}

/** What of an application is damaged and not in what is shown: all that was typed into its form, or all that was sealed. */
export type Unreadable = 'answers' | 'everything' | null;

export function unreadableIn(key: SecretKey, answers: Answers | null): Unreadable {
  if (key === OPENS_NOTHING) return 'everything';
  return answers ? null : 'answers';
}

/** False where it is erased. Where its key is damaged, it is still there. */
export async function isKept(ctx: Ctx, applicationId: string): Promise<boolean> {
  return (await readingKey(ctx, applicationId)) !== null;
}

/** For what needs no key, but is not done with what is erased. Errors: not_found. */
export async function mustBeKept(ctx: Ctx, applicationId: string): Promise<void> {
  await keyToRead(ctx, applicationId);
}

/**
 * The same for several, by id. One that is erased is not in it, nor one whose key is damaged, which the log names: a list
 * leaves it out.
 */
export async function keysOf(ctx: Ctx, applicationIds: readonly string[]): Promise<Map<string, SecretKey>> {
  const ids = [...new Set(applicationIds)];
  const keys = await Promise.all(ids.map(async (id) => [id, await keyForList(ctx, id)] as const));
  return new Map(keys.flatMap(([id, key]) => (key ? [[id, key]] : [])));
}

async function keyForList(ctx: Ctx, id: string): Promise<SecretKey | null> {
  return ctx.keyStore.get(id).catch(asDamaged({ event: 'application.damaged', application: id }));
}

/** Of these rows those of applications that are not erased. */
export async function withKeys<Row extends { id: string }>(ctx: Ctx, rows: readonly Row[]): Promise<Row[]> {
  const keys = await keysOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.filter(({ id }) => keys.has(id));
}

/** Erased ones that are passed over where a few of a long list are looked for. */
const MOST_PASSED_OVER = 50;

/** The first rows of a list that are not erased, up to `count`; `ask` gives as many as it is asked for, from the first on. */
export async function firstWithKeys<Row extends { id: string }>(
  ctx: Ctx,
  count: number,
  ask: (limit: number) => PromiseLike<Row[]>,
): Promise<Row[]> {
  const rows = await ask(count);
  const kept = await withKeys(ctx, rows);
  if (kept.length === rows.length || rows.length < count) return kept;
  return (await withKeys(ctx, await ask(count + MOST_PASSED_OVER))).slice(0, count);
}

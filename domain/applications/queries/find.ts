import { and, eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { queueInput } from '../input';
import { visibleTo } from '../scope';
import { firstWithKeys, withKeys } from '../sealing';
import { foldedWords, hashOfAddress, hashOfWord } from '../words';
import { mustBeMember } from './queue';
import { inQueue } from './queue-conditions';

/** `words` are keyed hashes, fit for an address bar: they say nothing to whoever has not the portal's key. */
export type Found = { kind: 'one'; number: string } | { kind: 'several'; words: string[] } | { kind: 'none' };

/**
 * Finds sent applications by public number (with or without APP-), by exact address, or by words of the name the desk
 * shows. What could be either, as "Nino" and APP-N1N0, is a name if anybody bears it. Errors: not_signed_in, invalid_input (nothing to look for).
 */
export async function findApplications(ctx: Ctx, typed: string): Promise<Found> {
  mustBeMember(ctx);
  const isNumberFirst = /\d|^\s*APP[\s-]/i.test(typed);
  const first = isNumberFirst ? await byNumber(ctx, typed) : null;
  if (first) return { kind: 'one', number: first };
  const found = await byWords(ctx, typed);
  if (found.kind !== 'none' || isNumberFirst) return found;
  const number = await byNumber(ctx, typed);
  return number ? { kind: 'one', number } : found;
}

async function byWords(ctx: Ctx, typed: string): Promise<Found> {
  const hashes = typed.includes('@')
    ? [hashOfAddress(ctx, typed.trim())]
    : foldedWords(typed)
        .slice(0, 8)
        .map((word) => hashOfWord(ctx, word));
  if (hashes.length === 0) throw new AppError('invalid_input', { field: 'find' });
  const words = hashes.map((hash) => hash.toString('base64url'));
  const isFound = await inQueue(ctx, queueInput.parse({ found: words }));
  const [first, second] = await firstWithKeys(ctx, 2, (limit) =>
    ctx.db.select({ id: applications.id, number: applications.number }).from(applications).where(isFound).limit(limit),
  );
  if (second) return { kind: 'several', words };
  return first?.number ? { kind: 'one', number: first.number } : { kind: 'none' };
}

async function byNumber(ctx: Ctx, typed: string): Promise<string | null> {
  const bare = typed
    .trim()
    .toUpperCase()
    .replace(/^APP[\s-]*/, '');
  if (!/^[0-9A-Z]{4,8}$/.test(bare)) return null;
  for (const wanted of new Set([bare, bare.replaceAll('O', '0').replace(/[IL]/g, '1')])) {
    const rows = await ctx.db
      .select({ id: applications.id, number: applications.number })
      .from(applications)
      .where(and(eq(applications.number, `APP-${wanted}`), eq(applications.state, 'submitted'), visibleTo(ctx.actor)));
    const [row] = await withKeys(ctx, rows);
    if (row) return row.number;
  }
  return null;
}

import { asc, eq, ne } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { calls } from '@/db/schema/calls';
import { isAdministrator } from '@/domain/actor';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { inboxesOf } from '@/domain/settings/queries';
import { callInput } from './input';
import { type CallState, type CallTexts, isOpen } from './rules';

export type Call = {
  id: string;
  slug: string;
  state: CallState;
  closesAt: Date | null;
  answerBy: Date | null;
  timeZone: string;
  defaultLocale: string;
  regions: string[];
  topics: string[];
  languages: string[];
  texts: CallTexts;
};

export type CallNotice = Call & {
  takesApplications: boolean;
  editorialAddress: string | null;
  questionsAddress: string | null;
};

/** A public call with the addresses one may write to. Errors: not_found, also for a call that is not public yet. */
export async function callNotice(ctx: Ctx, slug: string): Promise<CallNotice> {
  const call = await callBySlug(ctx, slug);
  const { editorial, questions } = await inboxesOf(ctx, call.id);
  return {
    ...call,
    takesApplications: isOpen(call, ctx.now),
    editorialAddress: editorial[0]?.address ?? null,
    questionsAddress: questions[0]?.address ?? null,
  };
}

/** Errors: not_found. */
export async function callBySlug(ctx: Ctx, slug: string): Promise<Call> {
  // An address or a form may say anything, and the database takes no NUL.
  const isSlug = callInput.shape.slug.safeParse(slug).success;
  const [call] = isSlug ? await ctx.db.select(callColumns).from(calls).where(eq(calls.slug, slug)) : [];
  if (!call || (call.state === 'draft' && !isAdministrator(ctx.actor))) throw new AppError('not_found');
  return call;
}

/** Errors: not_found. For callers that reached the id through something the actor may see. */
export async function callById(ctx: Ctx, id: string): Promise<Call> {
  const [call] = await ctx.db.select(callColumns).from(calls).where(eq(calls.id, id));
  if (!call) throw new AppError('not_found');
  return call;
}

export async function openCalls(ctx: Ctx): Promise<Call[]> {
  const rows = await ctx.db
    .select(callColumns)
    .from(calls)
    .where(eq(calls.state, 'open'))
    .orderBy(asc(calls.createdAt), asc(calls.id));
  return rows.filter((call) => isOpen(call, ctx.now));
}

/** Every call a member can meet on the desk; drafts only for administrators. */
export async function callsForDesk(ctx: Ctx): Promise<Call[]> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
  const isAll = isAdministrator(ctx.actor);
  const shown = isAll ? undefined : ne(calls.state, 'draft');
  return builtOnce(ctx.db, ['callsForDesk', isAll], () =>
    ctx.db.select(callColumns).from(calls).where(shown).orderBy(asc(calls.createdAt), asc(calls.id)),
  );
}

const callColumns = {
  id: calls.id,
  slug: calls.slug,
  state: calls.state,
  closesAt: calls.closesAt,
  answerBy: calls.answerBy,
  timeZone: calls.timeZone,
  defaultLocale: calls.defaultLocale,
  regions: calls.regions,
  topics: calls.topics,
  languages: calls.languages,
  texts: calls.texts,
};

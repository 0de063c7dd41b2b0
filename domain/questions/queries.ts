import { and, asc, count, desc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { questionMessages, questions } from '@/db/schema/questions';
import { memberNames } from '@/domain/accounts/queries';
import { COUNTED_TO } from '@/domain/applications/rules';
import { callById } from '@/domain/calls/queries';
import type { CallTexts } from '@/domain/calls/rules';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { mailFailsFor } from '@/domain/messages/queries';
import { questionsInReach } from '@/domain/messages/scope';
import type { SecretKey } from '@/platform/vault';
import { mustHaveSession } from './commands/question-session';
import { questionInboxes } from './inboxes';
import { type QuestionListInput, questionListInput } from './input';
import type { QuestionAuthor, QuestionState } from './rules';
import { keyForList, keyOfQuestion, openAsker, openText } from './sealing';

/** Where questions may be sent by mail, if anywhere. Public. */
export async function questionsAddress(ctx: Ctx): Promise<string | null> {
  const [inbox] = await questionInboxes(ctx, null);
  return inbox?.address ?? null;
}

export type QuestionMessage = {
  id: string;
  from: QuestionAuthor;
  at: Date;
  /** null where it is damaged and nobody can read it any more */
  text: string | null;
};

export type MyQuestion = {
  number: string;
  state: QuestionState;
  locale: string;
  hasEmail: boolean;
  noMail: boolean;
  /** a mail to the address did not get through, and none has since */
  mailFails: boolean;
  quiet: boolean;
  createdAt: Date;
  name: string;
  email: string;
  messages: QuestionMessage[];
};

/** The asker's own page, all that is kept of it. Errors: not_found (no session). */
export async function myQuestion(ctx: Ctx, session: string): Promise<MyQuestion> {
  const id = await mustHaveSession(ctx, session);
  const [row] = await ctx.db.select(questionColumns).from(questions).where(eq(questions.id, id));
  if (!row) throw new AppError('not_found');
  const key = await keyOfQuestion(ctx, id);
  const { name, email } = openAsker(key, id, row.sealedAsker);
  const { number, state, locale, noMail, quiet, createdAt } = row;
  const [written, fails] = await Promise.all([
    messagesOf(ctx, id, key),
    mailFailsFor(ctx, { kind: 'asker', questionId: id }),
  ]);
  const messages = written.map(({ memberId: _, ...message }) => message);
  const mail = { noMail, quiet, email, hasEmail: email !== '', mailFails: fails && !noMail };
  return { number, state, locale, createdAt, name, ...mail, messages };
}

export type ListedQuestion = {
  id: string;
  number: string;
  state: QuestionState;
  locale: string;
  /** empty where none was given */
  name: string;
  /** how the first message begins; null where it is damaged */
  begins: string | null;
  touchedAt: Date;
};

export type QuestionList = { entries: ListedQuestion[]; previous: string | null; next: string | null };

/**
 * The questions of one state that the actor may see: those that wait for us with the longest wait first, the others with
 * the newest first. `after` and `before` are places in the list; what is erased is left out. Errors: not_signed_in.
 */
export async function questionsForDesk(ctx: Ctx, input: QuestionListInput = {}): Promise<QuestionList> {
  mustBeMember(ctx);
  const { state, after, before, limit } = questionListInput.parse(input);
  const place = placeOf(before ?? after);
  const isBack = before !== undefined && place !== null;
  // Newest first is the other way round, and so is going back; both together are the plain way again.
  const isRising = (state === 'open') !== isBack;
  const rows = await ctx.db
    .select(questionColumns)
    .from(questions)
    .where(and(eq(questions.state, state), questionsInReach(ctx.actor), place ? beyond(place, isRising) : undefined))
    .orderBy(
      ...(isRising ? [asc(questions.touchedAt), asc(questions.id)] : [desc(questions.touchedAt), desc(questions.id)]),
    )
    .limit(limit + 1);
  const shown = isBack ? rows.slice(0, limit).reverse() : rows.slice(0, limit);
  const hasMore = rows.length > limit;
  const [first, last] = [shown[0], shown.at(-1)];
  const entries = await Promise.all(shown.map((row) => listed(ctx, row)));
  return {
    entries: entries.filter((entry) => entry !== null),
    previous: first && (isBack ? hasMore : place !== null) ? cursorOf(first) : null,
    next: last && (isBack || hasMore) ? cursorOf(last) : null,
  };
}

/** How many there are of each state, up to `COUNTED_TO`, for whoever may see them. Errors: not_signed_in. */
export async function questionCounts(ctx: Ctx): Promise<Record<QuestionState, number>> {
  const [open, answered, closed] = await Promise.all([
    questionCount(ctx, 'open'),
    questionCount(ctx, 'answered'),
    questionCount(ctx, 'closed'),
  ]);
  return { open, answered, closed };
}

/** The same for one state: the rail asks only for what waits. Errors: not_signed_in. */
export async function questionCount(ctx: Ctx, state: QuestionState): Promise<number> {
  mustBeMember(ctx);
  const [row] = await builtOnce(ctx.db, ['questionCount', state, ctx.actor], () => {
    const some = ctx.db
      .select({ one: sql`1` })
      .from(questions)
      .where(and(eq(questions.state, state), questionsInReach(ctx.actor)))
      .limit(COUNTED_TO)
      .as('some');
    return ctx.db.select({ count: count() }).from(some);
  });
  return row?.count ?? 0;
}

export type DeskQuestion = {
  id: string;
  number: string;
  state: QuestionState;
  version: number;
  locale: string;
  name: string;
  /** null where none was given, and where it is nobody's to see (quiet mode) */
  email: string | null;
  reach: 'mail' | 'quiet' | 'code';
  callTexts: CallTexts | null;
  createdAt: Date;
  messages: (QuestionMessage & { by: string | null })[];
};

/** One thread with all that was written. Errors: not_signed_in, not_found (absent and forbidden alike). */
export async function questionForDesk(ctx: Ctx, id: string): Promise<DeskQuestion> {
  mustBeMember(ctx);
  const [row] = await ctx.db
    .select(questionColumns)
    .from(questions)
    .where(and(eq(questions.id, id), questionsInReach(ctx.actor)));
  if (!row) throw new AppError('not_found');
  const key = await keyOfQuestion(ctx, id);
  const { name, email } = openAsker(key, id, row.sealedAsker);
  const messages = await messagesOf(ctx, id, key);
  const names = await memberNames(
    ctx,
    messages.flatMap(({ memberId }) => memberId ?? []),
  );
  const { number, state, version, locale, createdAt } = row;
  return {
    id,
    number,
    state,
    version,
    locale,
    createdAt,
    name,
    email: row.quiet ? null : email || null,
    reach: reachOf({ ...row, email }),
    callTexts: row.callId === null ? null : (await callById(ctx, row.callId)).texts,
    messages: messages.map(({ memberId, ...message }) => ({
      ...message,
      by: memberId ? (names.get(memberId) ?? null) : null,
    })),
  };
}

function reachOf({ email, noMail, quiet }: { email: string; noMail: boolean; quiet: boolean }): DeskQuestion['reach'] {
  if (email === '' || noMail) return 'code';
  return quiet ? 'quiet' : 'mail';
}

const questionColumns = {
  id: questions.id,
  number: questions.number,
  callId: questions.callId,
  state: questions.state,
  version: questions.version,
  locale: questions.locale,
  sealedAsker: questions.sealedAsker,
  quiet: questions.quiet,
  noMail: questions.noMail,
  createdAt: questions.createdAt,
  touchedAt: questions.touchedAt,
};

type Row = Pick<typeof questions.$inferSelect, 'id' | 'number' | 'state' | 'locale' | 'sealedAsker' | 'touchedAt'>;

const BEGINNING = 120;

/** Null when it is erased, or cannot be opened at all. */
async function listed(ctx: Ctx, row: Row): Promise<ListedQuestion | null> {
  const { id, number, state, locale, sealedAsker, touchedAt } = row;
  const key = await keyForList(ctx, id);
  if (!key) return null;
  const [first] = await messagesOf(ctx, id, key, 1);
  const begins = first?.text?.replace(/\s+/g, ' ').slice(0, BEGINNING) ?? null;
  return { id, number, state, locale, touchedAt, name: openAsker(key, id, sealedAsker).name, begins };
}

async function messagesOf(ctx: Ctx, questionId: string, key: SecretKey, limit = 1000) {
  const rows = await ctx.db
    .select({
      id: questionMessages.id,
      from: questionMessages.author,
      at: questionMessages.writtenAt,
      memberId: questionMessages.memberId,
      sealedText: questionMessages.sealedText,
    })
    .from(questionMessages)
    .where(eq(questionMessages.questionId, questionId))
    .orderBy(asc(questionMessages.writtenAt), asc(questionMessages.id))
    .limit(limit);
  return rows.map(({ sealedText, ...message }) => ({ ...message, text: openText(key, message.id, sealedText) }));
}

type ListPlace = { at: string; id: string };

function cursorOf({ touchedAt, id }: Row): string {
  return `${touchedAt.getTime()}~${id}`;
}

/** A place that was not written by us is the beginning. */
function placeOf(cursor: string | undefined): ListPlace | null {
  const match = /^(\d{1,13})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ?? '');
  if (!match?.[1] || !match[2]) return null;
  return { at: new Date(Number(match[1])).toISOString(), id: match[2] };
}

function beyond({ at, id }: ListPlace, isRising: boolean): SQL {
  const place = sql`(${at}::timestamptz, ${id}::uuid)`;
  return isRising
    ? sql`(${questions.touchedAt}, ${questions.id}) > ${place}`
    : sql`(${questions.touchedAt}, ${questions.id}) < ${place}`;
}

/** Ids of all questions, in their order, `limit` at a time. */
export async function keptQuestionIds(ctx: Ctx, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: questions.id })
    .from(questions)
    .where(after === null ? undefined : gt(questions.id, after))
    .orderBy(asc(questions.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Those of `ids` that are questions. */
export async function questionsAmong(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.db
    .select({ id: questions.id })
    .from(questions)
    .where(inArray(questions.id, [...ids]));
  return new Set(rows.map((row) => row.id));
}

function mustBeMember(ctx: Ctx): void {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
}

import { and, asc, eq, inArray } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { decisions } from '@/db/schema/reviews';
import type { Answers } from '@/domain/applications/input';
import { canDecide } from '@/domain/applications/rules';
import { visibleTo } from '@/domain/applications/scope';
import { answersForList, keysOf } from '@/domain/applications/sealing';
import { shownName } from '@/domain/applications/shown-name';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { draftMail, type WrittenDraft } from '@/domain/messages/queries';
import { parseAddress } from '@/domain/messages/rules';
import { withheldFrom } from '@/domain/settings/withheld';
import { knownLocale, type Locale } from '@/locales';
import type { Answer } from '../input';
import { BULK_LIMIT, type DecisionKind, type Fillings } from '../rules';
import { asSent, catalogueAnswer, filled, fillingsFor, rawAnswer } from '../wording';

/** How an answer reaches its applicant: their mail, a mail that says nothing, or only the page behind the code. */
export type Arrival = 'mail' | 'quiet' | 'page';

type Found = {
  id: string;
  number: string;
  version: number;
  callId: string;
  locale: Locale;
  name: string;
  filledAs: string;
  quiet: boolean;
  arrival: Arrival;
  mayDecide: boolean;
};

export type AnswerDraft = Answer & { locale: Locale };

/**
 * A first wording of the answer, in the applicant’s language, for the editor to change; the number stands for a name that
 * is damaged. Errors: not_found.
 */
export async function answerDraft(
  ctx: Ctx,
  { number, kind }: { number: string; kind: DecisionKind },
): Promise<AnswerDraft> {
  const found = await mustFind(ctx, number);
  const raw = await rawAnswer(ctx, { callId: found.callId, kind, locale: found.locale });
  return { ...filled(raw, await fillingsFor(ctx, asFilled(found))), locale: found.locale };
}

/**
 * The same default words in the member's own language, to be read beside the answer and never sent; null where the answer
 * is in that language anyway, or the application cannot be read. `isDefault` is false once `text` says something else than
 * the default.
 */
export async function answerAid(
  ctx: Ctx,
  { number, kind, text }: { number: string; kind: DecisionKind; text: string },
): Promise<(AnswerDraft & { isDefault: boolean }) | null> {
  const [found] = await find(ctx, [number]);
  if (!found) return null;
  const own = ctx.actor.kind === 'member' ? knownLocale(ctx.actor.locale) : found.locale;
  if (own === found.locale) return null;
  const theirs = await answerDraft(ctx, { number, kind });
  const raw = await rawAnswer(ctx, { callId: found.callId, kind, locale: own });
  const aid = filled(raw, await fillingsFor(ctx, { ...asFilled(found), locale: own }));
  return { ...aid, locale: own, isDefault: sameText(theirs.text, text) };
}

/** The words the portal brings for an answer, with their placeholders, for settings to start from. */
export function shippedAnswer(kind: DecisionKind, locale: Locale): Answer {
  return catalogueAnswer(kind, locale);
}

export type AnswerPreview = WrittenDraft & { arrival: Arrival; locale: Locale };

/**
 * The mail that one answer would become, word for word, written by what writes the mail itself; only a name that is
 * withheld stays open. Nothing is kept. Errors: not_found, not_allowed, unknown_placeholder {placeholder, field}.
 */
export async function answerPreview(ctx: Ctx, { number, ...answer }: { number: string } & Answer) {
  return preview(ctx, number, (found) => asSent(ctx, answer, { ...asFilled(found), isWithheld: false }));
}

/** The mail that a template for several would become for one of them. Errors: not_found, not_allowed. */
export async function templatePreview(ctx: Ctx, { number, ...raw }: { number: string } & Answer) {
  return preview(ctx, number, async (found) => filled(raw, await fillingsFor(ctx, asFilled(found))));
}

export type BulkDraft = {
  number: string;
  version: number;
  name: string;
  locale: Locale;
  arrival: Arrival;
  mayDecide: boolean;
  /** a decision that waits already, and would be replaced */
  waiting: DecisionKind | null;
  answer: Answer;
};

/** Each of several applications with its own default answer; those the actor may not see or nobody can read are not in it. */
export async function bulkDrafts(
  ctx: Ctx,
  { numbers, kind }: { numbers: readonly string[]; kind: DecisionKind },
): Promise<BulkDraft[]> {
  const found = await find(ctx, numbers);
  const waiting = await waitingOn(
    ctx,
    found.map((one) => one.id),
  );
  return Promise.all(
    found.map(async (one) => ({
      number: one.number,
      version: one.version,
      name: one.name,
      locale: one.locale,
      arrival: one.arrival,
      mayDecide: one.mayDecide,
      waiting: waiting.get(one.id) ?? null,
      answer: filled(await rawAnswer(ctx, { ...one, kind }), await fillingsFor(ctx, asFilled(one))),
    })),
  );
}

/** The default words, placeholders open, in each language of these applications. Errors: not_signed_in. */
export async function draftTexts(
  ctx: Ctx,
  { numbers, kind }: { numbers: readonly string[]; kind: DecisionKind },
): Promise<Map<Locale, Answer>> {
  const texts = new Map<Locale, Answer>();
  for (const { callId, locale } of await find(ctx, numbers)) {
    if (!texts.has(locale)) texts.set(locale, await rawAnswer(ctx, { callId, kind, locale }));
  }
  return texts;
}

/** What an application's answer is filled with. Errors: not_found, also for one with damaged answers. */
export async function fillingsOf(
  ctx: Ctx,
  number: string,
): Promise<{ fillings: Fillings; callId: string; locale: Locale }> {
  const [found] = await find(ctx, [number]);
  if (!found) throw new AppError('not_found');
  return { fillings: await fillingsFor(ctx, asFilled(found)), callId: found.callId, locale: found.locale };
}

function asFilled(found: Found): Found {
  return { ...found, name: found.filledAs };
}

async function preview(ctx: Ctx, number: string, write: (found: Found) => Promise<Answer>): Promise<AnswerPreview> {
  const found = await mustFind(ctx, number);
  if (!found.mayDecide) throw new AppError('not_allowed');
  const written = await draftMail(ctx, {
    template: 'answer',
    params: { number, ...(await write(found)) },
    locale: found.locale,
    quiet: found.quiet,
  });
  return { ...written, arrival: found.arrival, locale: found.locale };
}

async function mustFind(ctx: Ctx, number: string): Promise<Found> {
  const [found] = await find(ctx, [number], { evenDamaged: true });
  if (!found) throw new AppError('not_found');
  return found;
}

async function find(ctx: Ctx, numbers: readonly string[], { evenDamaged = false } = {}): Promise<Found[]> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_found');
  if (numbers.length === 0) return [];
  const rows = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      version: applications.version,
      callId: applications.callId,
      regions: applications.regions,
      locale: applications.locale,
      quiet: applications.quiet,
      noMail: applications.noMail,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(
      and(
        inArray(applications.number, numbers.slice(0, BULK_LIMIT)),
        eq(applications.state, 'submitted'),
        visibleTo(ctx.actor),
      ),
    )
    .orderBy(asc(applications.submittedAt), asc(applications.id));
  const ids = rows.map((row) => row.id);
  const [keys, withheld] = await Promise.all([keysOf(ctx, ids), withheldFrom(ctx, ids)]);
  return rows.flatMap((row) => {
    const key = keys.get(row.id);
    if (!key) return [];
    const answers = answersForList(key, row.id, row.sealedAnswers);
    if (!answers && !evenDamaged) return [];
    return [
      {
        id: row.id,
        number: row.number ?? '',
        version: row.version,
        callId: row.callId,
        locale: knownLocale(row.locale),
        quiet: row.quiet,
        ...namesOf(answers, { number: row.number ?? '', isWithheld: withheld.has(row.id) }),
        arrival: arrivalOf({ ...row, email: answers?.email ?? '' }),
        mayDecide: canDecide(ctx.actor, row),
      },
    ];
  });
}

/** Whoever reads blind sees the number, and in the answer the placeholder, which deciding fills. */
function namesOf(answers: Answers | null, { number, isWithheld }: { number: string; isWithheld: boolean }) {
  if (!answers) return { name: number, filledAs: number };
  if (isWithheld) return { name: number, filledAs: '{name}' };
  const { name } = shownName(answers);
  return { name, filledAs: name };
}

function arrivalOf({ email, noMail, quiet }: { email: string; noMail: boolean; quiet: boolean }): Arrival {
  if (noMail || !parseAddress(email)) return 'page';
  return quiet ? 'quiet' : 'mail';
}

async function waitingOn(ctx: Ctx, applicationIds: readonly string[]): Promise<Map<string, DecisionKind>> {
  if (applicationIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ applicationId: decisions.applicationId, kind: decisions.kind })
    .from(decisions)
    .where(and(inArray(decisions.applicationId, [...applicationIds]), eq(decisions.state, 'pending')));
  return new Map(rows.map((row) => [row.applicationId, row.kind]));
}

function sameText(one: string, other: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(one) === plain(other);
}

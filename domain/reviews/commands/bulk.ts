import type { Ctx } from '@/domain/context';
import { AppError, type ErrorCode, isAppError } from '@/domain/errors';
import { log } from '@/platform/log';
import { type Answer, type DecideManyInput, decideManyInput, type Picks, picksInput } from '../input';
import { fillingsOf } from '../queries/answers';
import { type DecisionKind, hasGap, unknownPlaceholder } from '../rules';
import { filled, rawAnswer } from '../wording';
import { decide, releaseDecision, undoDecision } from './decide';

/** One that failed: refused with a code, or broken on our side, to be found in the log by its reference. */
export type BulkFailure = { number: string } & ({ code: ErrorCode } | { fault: string });

/** What became of each: one that fails leaves the others as they are. */
export type BulkOutcome = { done: string[]; failed: BulkFailure[] };

/**
 * Lets several waiting decisions go, each in a transaction of its own. One that was released or changed meanwhile is named
 * with the reason, so that nobody is told twice. Errors: invalid_input (none, or too many).
 */
export async function releaseDecisions(ctx: Ctx, picks: Picks): Promise<BulkOutcome> {
  return each(readPicks(picks), (pick) => releaseDecision(ctx, pick));
}

/** Takes several waiting decisions back; nobody is told. Errors: invalid_input. */
export async function undoDecisions(ctx: Ctx, picks: Picks): Promise<BulkOutcome> {
  return each(readPicks(picks), (pick) => undoDecision(ctx, pick));
}

/**
 * The same decision on several applications, each with the words of its own language filled with its own applicant's.
 * Errors: invalid_input, unknown_placeholder {placeholder, field}, answer_unfinished (a template's gap is still open).
 */
export async function decideMany(ctx: Ctx, input: DecideManyInput): Promise<BulkOutcome> {
  const parsed = decideManyInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const { kind, picks, texts, release } = parsed.data;
  for (const [locale, raw] of Object.entries(texts)) mustBeWhole(raw, locale);
  return each(picks, async ({ number, version }) => {
    const answer = await answerFor(ctx, { number, kind, texts });
    const made = await decide(ctx, { number, version, kind, ...answer });
    if (release) await releaseDecision(ctx, { number, version: made.version });
  });
}

async function answerFor(
  ctx: Ctx,
  { number, kind, texts }: { number: string; kind: DecisionKind; texts: Record<string, Answer> },
): Promise<Answer> {
  const { fillings, callId, locale } = await fillingsOf(ctx, number);
  const raw = texts[locale] ?? (await rawAnswer(ctx, { callId, kind, locale }));
  if (hasGap(raw.text)) throw new AppError('answer_unfinished');
  return filled(raw, fillings);
}

function mustBeWhole(raw: Answer, locale: string): void {
  for (const field of ['subject', 'text'] as const) {
    const placeholder = unknownPlaceholder(raw[field]);
    if (placeholder !== null) throw new AppError('unknown_placeholder', { placeholder, field: `${field}.${locale}` });
  }
  if (hasGap(raw.text)) throw new AppError('answer_unfinished', { field: `text.${locale}` });
}

function readPicks(picks: Picks): Picks {
  const parsed = picksInput.safeParse(picks);
  if (!parsed.success) throw new AppError('invalid_input');
  return parsed.data;
}

async function each(picks: Picks, run: (pick: Picks[number]) => Promise<void>): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], failed: [] };
  for (const pick of new Map(picks.map((one) => [one.number, one])).values()) {
    try {
      await run(pick);
      outcome.done.push(pick.number);
    } catch (error) {
      outcome.failed.push({ number: pick.number, ...reasonOf(error) });
    }
  }
  return outcome;
}

/** A bug with one must not keep from the editor which of the others were told. */
function reasonOf(error: unknown): { code: ErrorCode } | { fault: string } {
  if (isAppError(error)) return { code: error.code };
  return { fault: log.error({ event: 'bulk.failed' }, error) };
}

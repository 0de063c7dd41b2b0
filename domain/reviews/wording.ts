import { callById } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { publication, templateFor } from '@/domain/settings/queries';
import { type Locale, translator } from '@/locales';
import type { Answer } from './input';
import { type DecisionKind, type Fillings, fillPlaceholders, PLACEHOLDERS, placeholdersIn } from './rules';

/** The default words for an answer, placeholders and all: the call's, the newsroom's, or those the portal brings. */
export async function rawAnswer(
  ctx: Ctx,
  { callId, kind, locale }: { callId: string; kind: DecisionKind; locale: Locale },
): Promise<Answer> {
  const own = await templateFor(ctx, { callId, kind, locale });
  return own ? { subject: own.subject, text: own.text } : catalogueAnswer(kind, locale);
}

/** What the portal brings, with its placeholders left open. */
export function catalogueAnswer(kind: DecisionKind, locale: Locale): Answer {
  const t = translator(locale, 'answers');
  const open = Object.fromEntries(PLACEHOLDERS.map((name) => [name, `{${name}}`])) as Fillings;
  return { subject: t(`${kind}.subject`, open), text: t(`${kind}.text`, open) };
}

export function filled(raw: Answer, fillings: Partial<Fillings>): Answer {
  return { subject: fillPlaceholders(raw.subject, fillings), text: fillPlaceholders(raw.text, fillings) };
}

type Applicant = { callId: string; number: string; name: string; locale: Locale };

/**
 * What goes out to one applicant: an editor's words as they stand, with the name where only its placeholder was shown. In
 * braces may stand besides what came with the applicant's name or another filling; it is not read for placeholders.
 * Errors: unknown_placeholder {placeholder, field, alone}.
 */
export async function asSent(
  ctx: Ctx,
  { subject, text }: Answer,
  { isWithheld, ...applicant }: Applicant & { isWithheld: boolean },
): Promise<Answer> {
  const answer = { subject, text };
  if (placeholdersIn(`${subject}\n${text}`).length === 0) return answer;
  const fillings = await fillingsFor(ctx, applicant);
  const brought = new Set(Object.values(fillings).flatMap(placeholdersIn));
  for (const field of ['subject', 'text'] as const) {
    const placeholder = placeholdersIn(answer[field]).find((one) => one !== 'name' && !brought.has(one));
    if (placeholder !== undefined) throw new AppError('unknown_placeholder', { placeholder, field, alone: 'yes' });
  }
  return brought.has('name') && !isWithheld ? answer : filled(answer, { name: applicant.name });
}

/** What an applicant's own answer is filled with. */
export async function fillingsFor(ctx: Ctx, { callId, number, name, locale }: Applicant): Promise<Fillings> {
  const call = await callById(ctx, callId);
  return { name, number, publication: (await publication(ctx)).name, call: callName(call, locale) };
}

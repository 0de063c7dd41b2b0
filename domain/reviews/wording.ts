import { callById } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import type { Ctx } from '@/domain/context';
import { publication, templateFor } from '@/domain/settings/queries';
import { type Locale, translator } from '@/locales';
import type { Answer } from './input';
import { type DecisionKind, type Fillings, fillPlaceholders, PLACEHOLDERS } from './rules';

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

export function filled(raw: Answer, fillings: Fillings): Answer {
  return { subject: fillPlaceholders(raw.subject, fillings), text: fillPlaceholders(raw.text, fillings) };
}

/** What an applicant's own answer is filled with. */
export async function fillingsFor(
  ctx: Ctx,
  { callId, number, name, locale }: { callId: string; number: string; name: string; locale: Locale },
): Promise<Fillings> {
  const call = await callById(ctx, callId);
  return { name, number, publication: (await publication(ctx)).name, call: callName(call, locale) };
}

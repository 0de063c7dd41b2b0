import { EnterCode, type KeptWords, WORDS_FOR } from '@/app/_ui/plain/mine/enter-code';
import { AppError } from '@/domain/errors';
import { translator } from '@/locales';
import { errorText, statusOf } from './error-text';
import { readFields } from './multipart';
import { plainPage } from './plain-page';
import type { PlainInput } from './plain-route';

type Input = PlainInput<{ locale: string }>;

/** `field` carries what somebody has written, `to` says what for. */
export type Keeps = { field: string; to: KeptWords['to'] };

type CodePage = { typed: string; refusal: AppError | null; kept: KeptWords | null; reason?: 'cookie' | null };

/** The way back by a code, with what somebody had written before they were asked for it. */
export function codePage({ frame }: Input, { typed, refusal, kept, reason = null }: CodePage): Promise<Response> {
  const minutes = refusal?.code === 'too_many_tries' ? Number(refusal.details.minutes ?? 15) : null;
  const hasEnded = refusal?.code === 'session_ended';
  const shown = hasEnded ? 'ended' : reason;
  return plainPage(frame, {
    title: translator(frame.locale, 'my')(shown ?? 'title'),
    status: refusal ? statusOf(refusal.code) : 200,
    headers: minutes === null ? {} : { 'retry-after': String(minutes * 60) },
    personal: true,
    body: (
      <EnterCode
        frame={frame}
        typed={typed.slice(0, 80)}
        error={refusal && !hasEnded ? errorText(frame.locale, refusal) : null}
        reason={shown}
        kept={kept}
      />
    ),
  });
}

/** The answer to a form whose session has ended meanwhile: nothing is done, and nothing of what it says is lost. */
export async function sessionEndedPage(input: Input, keeps: Keeps | null): Promise<Response> {
  const fields = await readFields(input.request);
  return endedPage(input, keeps && keptWords(fields.get(keeps.field), keeps.to));
}

/** The same where the form has been read already. */
export function endedPage(input: Input, kept: KeptWords | null = null): Promise<Response> {
  return codePage(input, { typed: '', refusal: new AppError('session_ended'), kept });
}

export function keptWords(text: string | undefined, to: string | undefined): KeptWords | null {
  const purpose = WORDS_FOR.find((known) => known === to);
  return purpose && text && text.trim() !== '' ? { text: text.replace(/\r\n?/g, '\n'), to: purpose } : null;
}

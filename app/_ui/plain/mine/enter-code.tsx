import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { ErrorLine } from '../form/field';
import { Opening, Section } from '../section';
import { AskForNewCode } from './lost-code';

/** What somebody may have been writing on a page behind a code. */
export const WORDS_FOR = ['letter', 'withdraw', 'question'] as const;
/** Written, but not sent: its session had ended. */
export type KeptWords = { text: string; to: (typeof WORDS_FOR)[number] };

type EnterCodeProps = {
  frame: Frame;
  typed: string;
  error: string | null;
  /** why somebody sees this who has been further in: they left, the session has ended, or the browser keeps no cookie */
  reason?: 'left' | 'ended' | 'cookie' | null;
  kept?: KeptWords | null;
};

/** The way back to one's application, from any device. */
export function EnterCode({ frame, typed, error, reason = null, kept = null }: EnterCodeProps) {
  const t = translator(frame.locale, 'my');
  return (
    <main id="main">
      <Opening title={t(reason ?? 'title')} lead={t(reason ? `${reason}Text` : 'lead')} />
      <Section id="open" name={t('back')}>
        <form className="stack" action={`/${frame.locale}/my`} method="post">
          <div className="field">
            <label htmlFor="typed">{t('code')}</label>
            <p className="hint" id="typed-hint">
              {t('codeHint')}
            </p>
            <ErrorLine id="typed-error" text={error} />
            <input
              className="input input--code"
              id="typed"
              name="code"
              defaultValue={typed}
              dir="ltr"
              autoComplete="off"
              autoCapitalize="characters"
              autoCorrect="off"
              spellCheck={false}
              maxLength={80}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? 'typed-hint typed-error' : 'typed-hint'}
            />
          </div>
          {kept && <Kept frame={frame} kept={kept} />}
          <p>
            <button type="submit" className="btn btn--go">
              {t('open')}
            </button>
          </p>
        </form>
      </Section>
      <Section id="lost" name={t('lost')}>
        <AskForNewCode frame={frame} />
      </Section>
    </main>
  );
}

/** It travels with the code and stands in its own form again behind it. */
function Kept({ frame, kept }: { frame: Frame; kept: KeptWords }) {
  const t = translator(frame.locale, 'my');
  return (
    <div className="field">
      <input type="hidden" name="to" value={kept.to} />
      <label htmlFor="kept">{t('kept')}</label>
      <p className="hint" id="kept-hint">
        {t('keptHint')}
      </p>
      <textarea
        className="input"
        id="kept"
        name="kept"
        rows={6}
        dir="auto"
        defaultValue={kept.text}
        aria-describedby="kept-hint"
      />
    </div>
  );
}

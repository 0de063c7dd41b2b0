import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { ErrorLine } from '../form/field';
import { Opening, Section } from '../section';
import { AskForNewCode } from './lost-code';

type EnterCodeProps = { frame: Frame; typed: string; error: string | null; hasLeft?: boolean };

/** The way back to one's application, from any device. */
export function EnterCode({ frame, typed, error, hasLeft = false }: EnterCodeProps) {
  const t = translator(frame.locale, 'my');
  return (
    <main id="main">
      <Opening title={t(hasLeft ? 'left' : 'title')} lead={t(hasLeft ? 'leftText' : 'lead')} />
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

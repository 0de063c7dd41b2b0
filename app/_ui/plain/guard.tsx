import type { FormWait } from '@/domain/intake/input';
import { type Locale, translator } from '@/locales';
import { env } from '@/platform/env';

/** Where the page's script asks for a puzzle. */
const CHALLENGES = '/api/proof';

type GuardProps = {
  locale: Locale;
  /** from the last refusal, else empty */
  pause: string;
};

/**
 * The fields by which a form is guarded against programs; `judgeSending` reads them. Stands inside the form. Programs
 * fill in everything; people never meet the trap, and if a browser fills it in for them they are asked to wait, no more.
 */
export function Guard({ locale, pause }: GuardProps) {
  const mayProve = pause !== '' || env().PROOF_OF_WORK === 'always';
  return (
    <>
      <p className="trap" aria-hidden="true">
        <label htmlFor="website">{translator(locale, 'guard')('leaveEmpty')}</label>
        <input
          id="website"
          name="website"
          tabIndex={-1}
          autoComplete="off"
          data-1p-ignore=""
          data-lpignore="true"
          data-bwignore=""
        />
      </p>
      {pause !== '' && <input type="hidden" name="pause" value={pause} />}
      {mayProve && (
        <p
          className="hint"
          role="status"
          data-proof={CHALLENGES}
          data-proof-going={translator(locale, 'guard')('reckoning')}
        />
      )}
    </>
  );
}

/** What is said to whoever has to wait: they have lost nothing, and how it goes on. */
export function waitSaying(locale: Locale, { seconds, minutes }: FormWait): { title: string; text: string } {
  const t = translator(locale, 'guard');
  if (seconds !== null) return { title: t('pauseTitle'), text: t('pauseText', { seconds }) };
  return { title: t('refusedTitle'), text: t('refusedText', { minutes }) };
}

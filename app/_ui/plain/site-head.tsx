import { Fragment } from 'react';
import type { Frame } from '@/app/_http/frame';
import { LANGUAGE_NAMES, type Locale, translator, WRITTEN_LOCALES, writtenLocale } from '@/locales';

/** The head of pages that anybody may read: every language in its own letters. */
export function SiteHead({ frame }: { frame: Frame }) {
  return (
    <header className="head">
      <HomeLink frame={frame} />{' '}
      {WRITTEN_LOCALES.length > 1 && (
        <>
          <Languages frame={frame} width="short" /> <Languages frame={frame} width="full" />
        </>
      )}
    </header>
  );
}

/** The head of pages that belong to one person: quieter, and with a way out. */
export function FormHead({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'site');
  return (
    <header className="head head--form">
      <HomeLink frame={frame} />{' '}
      <nav className="head__tools" aria-label={t('thisPage')}>
        {WRITTEN_LOCALES.length > 1 && <LanguageMenu frame={frame} />}
        {/* A form, so that the session ends without script too. */}
        <form
          className="head__leave"
          action={`/${frame.locale}/my/leave?quickly`}
          method="post"
          data-leave={frame.publication.leaveUrl}
        >
          <button type="submit" className="tap word">
            {t('leaveQuickly')}
          </button>
        </form>
      </nav>
    </header>
  );
}

function HomeLink({ frame }: { frame: Frame }) {
  return (
    <a className="head__name" href={`/${frame.locale}`}>
      {frame.publication.name}
    </a>
  );
}

/** The spaces are for text browsers, in which only they stand between two words. */
function Languages({ frame, width }: { frame: Frame; width: 'short' | 'full' }) {
  const current = writtenLocale(frame.locale);
  return (
    <nav className={`langs langs--${width}`} aria-label={translator(frame.locale, 'site')('language')}>
      {WRITTEN_LOCALES.map((locale) => (
        <Fragment key={locale}>
          <a
            href={hrefIn(frame, locale)}
            lang={locale}
            hrefLang={locale}
            aria-current={locale === current ? 'true' : undefined}
          >
            {width === 'full' ? LANGUAGE_NAMES[locale].whole : <CutName locale={locale} />}
          </a>{' '}
        </Fragment>
      ))}
    </nav>
  );
}

/** Shows the first letters and lets a screen reader say the whole word. */
function CutName({ locale }: { locale: Locale }) {
  const { whole, short } = LANGUAGE_NAMES[locale];
  return (
    <>
      {short}
      <span className="vh">{whole.slice(short.length)}</span>
    </>
  );
}

function LanguageMenu({ frame }: { frame: Frame }) {
  const current = writtenLocale(frame.locale);
  return (
    <details className="more langmenu">
      <summary>{LANGUAGE_NAMES[current].whole}</summary>
      <ul>
        {WRITTEN_LOCALES.filter((locale) => locale !== current).map((locale) => (
          <li key={locale}>
            <a lang={locale} hrefLang={locale} href={hrefIn(frame, locale)}>
              {LANGUAGE_NAMES[locale].whole}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function hrefIn(frame: Frame, locale: Locale): string {
  return `/${locale}${frame.path}`;
}

import type { ReactNode } from 'react';
import type { Frame } from '@/app/_http/frame';
import { DEFAULT_LOCALE, LOCALES, translator, WRITTEN_LOCALES, writtenLocale } from '@/locales';
import { ChoiceBanner } from './choice';
import { SiteFoot } from './site-foot';
import { FormHead, SiteHead } from './site-head';

export type DocumentParts = {
  frame: Frame;
  nonce: string;
  styleUrl: string | null;
  scriptUrl: string | null;
  indexed: boolean;
  title: string;
  description?: string;
  /** what the first link for the keyboard leads to */
  skipTo?: 'text' | 'form';
  /** pages that belong to one person carry "Leave quickly" instead of the languages in a row */
  personal?: boolean;
  /** the call this page is about, for the links at the foot */
  callPath?: string;
  body: ReactNode;
};

/** A drop of pomegranate. Inline, so that no page asks for a picture. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6' fill='%239a182b'/%3E%3C/svg%3E";

export function PlainDocument(parts: DocumentParts) {
  const { frame, nonce, styleUrl, scriptUrl, body } = parts;
  const t = translator(frame.locale, 'site');
  return (
    <html lang={writtenLocale(frame.locale)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{t('titleOf', { page: withoutFullStop(parts.title), publication: frame.publication.name })}</title>
        {parts.description && <meta name="description" content={parts.description} />}
        <meta name="referrer" content="no-referrer" />
        {!parts.indexed && <meta name="robots" content="noindex, nofollow" />}
        {parts.indexed && <OtherLanguages frame={frame} />}
        <link rel="icon" href={ICON} />
        {styleUrl && <link rel="stylesheet" href={styleUrl} nonce={nonce} />}
        {scriptUrl && <script src={scriptUrl} nonce={nonce} defer />}
      </head>
      <body>
        <a className="skip" href="#main">
          {t(parts.skipTo === 'form' ? 'skipForm' : 'skip')}
        </a>
        <div className="page">
          {parts.personal ? <FormHead frame={frame} /> : <SiteHead frame={frame} />}
          {/* Pages of one person hold what answering would lose. */}
          {!parts.personal && <ChoiceBanner frame={frame} />}
          {body}
          <SiteFoot frame={frame} callPath={parts.callPath} />
        </div>
      </body>
    </html>
  );
}

function OtherLanguages({ frame }: { frame: Frame }) {
  if (WRITTEN_LOCALES.length < 2) return null;
  const at = (locale: string) => `${frame.portalUrl}/${locale}${frame.path}`;
  return (
    <>
      {LOCALES.filter((locale) => WRITTEN_LOCALES.includes(locale)).map((locale) => (
        <link key={locale} rel="alternate" hrefLang={locale} href={at(locale)} />
      ))}
      {/* The first page asks the browser which language it wants; the others have no such address. */}
      <link
        rel="alternate"
        hrefLang="x-default"
        href={frame.path === '' ? `${frame.portalUrl}/` : at(DEFAULT_LOCALE)}
      />
    </>
  );
}

/** A title that is a sentence ends before the publication's name follows. */
function withoutFullStop(title: string): string {
  return title.replace(/[.։]$/u, '');
}

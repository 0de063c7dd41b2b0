import type { Frame } from '@/app/_http/frame';
import { DRAFT_DAYS } from '@/domain/applications/rules';
import { type Locale, translator } from '@/locales';
import { type ContactName, MailAddress, WithoutAddresses } from './mail-address';
import { Opening, Section } from './section';

type Page = { frame: Frame };
type OwnWords = { lang: string; text: string };

const PRIVACY_SECTIONS = ['what', 'why', 'who', 'not', 'howLong', 'questions', 'quiet'] as const;

export function PrivacyPage({ frame }: Page) {
  const t = translator(frame.locale, 'privacy');
  const { retentionDays: days, name: publication } = frame.publication;
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      {PRIVACY_SECTIONS.map((section) => (
        <Section key={section} id={section} name={t(section)} reading>
          <p>{t(`${section}Text`, { days, draftDays: DRAFT_DAYS, publication })}</p>
        </Section>
      ))}
      <Section id="responsible" name={t('responsible')} reading>
        <p>{t.rich('responsibleText', { publication, address: () => <MailAddress frame={frame} of="privacy" /> })}</p>
        <OwnText frame={frame} of="privacy-text" {...privacyText(frame)} />
      </Section>
      <Section id="rights" name={t('rights')} reading>
        <p>{t.rich('rightsText', { address: () => <MailAddress frame={frame} of="privacy" /> })}</p>
      </Section>
    </main>
  );
}

export function ImprintPage({ frame }: Page) {
  const t = translator(frame.locale, 'imprint');
  const { name, homeUrl, privacyContact } = frame.publication;
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      <Section id="who" name={name} reading>
        <OwnText frame={frame} of="imprint" {...imprintText(frame)} />
        <p>
          {t('site')}: <a href={homeUrl}>{homeUrl.replace(/^https?:\/\//, '').replace(/\/$/, '')}</a>
        </p>
        {privacyContact && <p>{t.rich('contact', { address: () => <MailAddress frame={frame} of="privacy" /> })}</p>}
      </Section>
    </main>
  );
}

export function imprintText({ publication, locale }: Frame): OwnWords {
  return textIn(publication.imprint, locale);
}

export function privacyText({ publication, locale }: Frame): OwnWords {
  return textIn(publication.privacyText, locale);
}

/** In the reader's language, else in English, else in any there is. */
function textIn(texts: Record<string, string>, locale: Locale): OwnWords {
  const lang = [locale, 'en', ...Object.keys(texts)].find((language) => texts[language]) ?? locale;
  return { lang, text: texts[lang] ?? '' };
}

/** The newsroom's own words, paragraph by paragraph. */
function OwnText({ frame, of, lang, text }: Page & OwnWords & { of: ContactName }) {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => (
      <p className="lines" lang={lang} key={paragraph}>
        <WithoutAddresses frame={frame} of={of} text={paragraph} />
      </p>
    ));
}

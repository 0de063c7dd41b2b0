import type { Frame } from '@/app/_http/frame';
import { DRAFT_DAYS } from '@/domain/applications/rules';
import { translator } from '@/locales';
import { MailAddress, WithoutAddresses } from './mail-address';
import { Opening, Section } from './section';

const PRIVACY_SECTIONS = ['what', 'why', 'who', 'not', 'howLong', 'questions', 'quiet'] as const;

export function PrivacyPage({ frame }: { frame: Frame }) {
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
      <Section id="rights" name={t('rights')} reading>
        <p>{t.rich('rightsText', { address: () => <MailAddress frame={frame} of="privacy" /> })}</p>
      </Section>
    </main>
  );
}

export function ImprintPage({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'imprint');
  const { name, homeUrl, privacyContact } = frame.publication;
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      <Section id="who" name={name} reading>
        {imprintText(frame)
          .split(/\n{2,}/)
          .filter((paragraph) => paragraph.trim() !== '')
          .map((paragraph) => (
            <p className="lines" key={paragraph}>
              <WithoutAddresses frame={frame} of="imprint" text={paragraph} />
            </p>
          ))}
        <p>
          {t('site')}: <a href={homeUrl}>{homeUrl.replace(/^https?:\/\//, '').replace(/\/$/, '')}</a>
        </p>
        {privacyContact && <p>{t.rich('contact', { address: () => <MailAddress frame={frame} of="privacy" /> })}</p>}
      </Section>
    </main>
  );
}

export function imprintText({ publication: { imprint }, locale }: Frame): string {
  return imprint[locale] ?? imprint.en ?? Object.values(imprint)[0] ?? '';
}

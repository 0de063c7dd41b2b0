import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';
import { MailAddress } from './mail-address';
import { Opening, Section } from './section';

export function QuestionsPage({ frame, address }: { frame: Frame; address: string | null }) {
  const t = translator(frame.locale, 'questions');
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      {address && (
        <Section id="ask" name={t('ask')} reading>
          <p>{t.rich('askText', { address: () => <MailAddress address={address} /> })}</p>
          <p>{t('askNumber')}</p>
        </Section>
      )}
      <Section id="inside" name={t('inside')} reading>
        <p>{t.rich('insideText', { link: (words) => <a href={`/${frame.locale}/my`}>{words}</a> })}</p>
      </Section>
      <Section id="careful" name={t('careful')} reading>
        <p>{t('carefulText')}</p>
      </Section>
    </main>
  );
}

const PRIVACY_SECTIONS = ['what', 'why', 'who', 'not', 'howLong', 'quiet'] as const;

export function PrivacyPage({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'privacy');
  const { privacyContact, retentionDays: days, name: publication } = frame.publication;
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      {PRIVACY_SECTIONS.map((section) => (
        <Section key={section} id={section} name={t(section)} reading>
          <p>{t(`${section}Text`, { days, publication })}</p>
        </Section>
      ))}
      <Section id="rights" name={t('rights')} reading>
        <p>{t.rich('rightsText', { address: () => <MailAddress address={privacyContact} /> })}</p>
      </Section>
    </main>
  );
}

export function ImprintPage({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'imprint');
  const { imprint, name, homeUrl, privacyContact } = frame.publication;
  const text = imprint[frame.locale] ?? imprint.en ?? Object.values(imprint)[0] ?? '';
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      <Section id="who" name={name} reading>
        {text
          .split(/\n{2,}/)
          .filter((paragraph) => paragraph.trim() !== '')
          .map((paragraph) => (
            <p className="lines" key={paragraph}>
              {paragraph}
            </p>
          ))}
        <p>
          {t('site')}: <a href={homeUrl}>{homeUrl.replace(/^https?:\/\//, '').replace(/\/$/, '')}</a>
        </p>
        {privacyContact && <p>{t.rich('contact', { address: () => <MailAddress address={privacyContact} /> })}</p>}
      </Section>
    </main>
  );
}

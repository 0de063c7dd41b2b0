import { translator } from '@/locales';
import { MailAddress } from '../mail-address';
import { Opening, Section } from '../section';
import { AskForm, type AskModel } from './ask-form';

/** How to ask: here, or by mail. */
export function QuestionsPage({ model, hasAddress }: { model: AskModel; hasAddress: boolean }) {
  const { frame } = model;
  const t = translator(frame.locale, 'questions');
  return (
    <main id="main">
      <Opening title={t('title')} lead={t('lead')} />
      <Section id="ask" name={t('ask')}>
        <AskForm model={model} />
      </Section>
      {hasAddress && (
        <Section id="mail" name={t('mailHead')} reading>
          <p>{t.rich('mailText', { address: () => <MailAddress frame={frame} of="questions" /> })}</p>
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

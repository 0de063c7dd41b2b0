import { LIMIT_IN_MEGABYTES } from '@/app/_http/error-text';
import type { Frame } from '@/app/_http/frame';
import type { CallNotice } from '@/domain/calls/queries';
import type { CallText } from '@/domain/calls/rules';
import { translator } from '@/locales';
import { MailAddress } from '../mail-address';
import { Section } from '../section';

type SendProps = { frame: Frame; documents: CallText['documents']; lang: string | undefined };

export function WhatToSend({ frame, documents, lang }: SendProps) {
  const t = translator(frame.locale, 'notice');
  return (
    <Section id="send" name={t('send')} hint={t('sendHow', { limit: LIMIT_IN_MEGABYTES })}>
      <ol className="list-num list-num--turn across">
        {(['cv', 'coverLetter', 'writingSample'] as const).map((document) => (
          <li key={document}>
            <div>
              <h3>{t(document)}</h3>
              <p className="hint" lang={lang}>
                {documents[document]}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function WhatBecomesOfData({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'notice');
  return (
    <Section id="data" name={t('data')}>
      <ol className="list-num across">
        <li>
          <p>{t('dataWho')}</p>
        </li>
        <li>
          <p>{t('dataTracking')}</p>
        </li>
        <li>
          <p>{t('dataEnd', { days: frame.publication.retentionDays })}</p>
        </li>
      </ol>
      <p>
        <a className="tap" href={`/${frame.locale}/privacy`}>
          {t('dataMore')}
        </a>
      </p>
    </Section>
  );
}

export function HowToAsk({ frame, call, isOpen }: { frame: Frame; call: CallNotice; isOpen: boolean }) {
  const { questionsAddress, editorialAddress } = call;
  if (!questionsAddress && !editorialAddress) return null;
  const t = translator(frame.locale, 'notice');
  return (
    <Section id="ask" name={t('ask')} reading>
      {questionsAddress && (
        <p>{t.rich('askText', { address: () => <MailAddress frame={frame} of="questions" call={call.slug} /> })}</p>
      )}
      {isOpen && editorialAddress && (
        <p>{t.rich('askOtherWay', { address: () => <MailAddress frame={frame} of="editorial" call={call.slug} /> })}</p>
      )}
    </Section>
  );
}

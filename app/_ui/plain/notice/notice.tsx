import type { Frame } from '@/app/_http/frame';
import type { CallNotice } from '@/domain/calls/queries';
import { type CallText, callText } from '@/domain/calls/rules';
import { LANGUAGE_NAMES, toLocale, translator, writtenLocale } from '@/locales';
import { Section } from '../section';
import { ClosingBar, NoticeFacts } from './facts';
import { NoticeRegions } from './regions';
import { HowToAsk, WhatBecomesOfData, WhatToSend } from './sections';

/** The public notice of a call. */
export function Notice({ frame, call, isOpen }: { frame: Frame; call: CallNotice; isOpen: boolean }) {
  const t = translator(frame.locale, 'notice');
  const { text, locale } = callText(call, frame.locale);
  const textLocale = toLocale(locale);
  const lang = textLocale === writtenLocale(frame.locale) ? undefined : textLocale;
  return (
    <main id="main">
      <div className="opening">
        <p className="folio">
          <span className="mark" data-m={isOpen ? 'new' : 'end'}>
            {t(isOpen ? 'open' : 'closed')}
          </span>{' '}
          {text.season && <span lang={lang}>{text.season}</span>}{' '}
          {lang && (
            <span>
              {translator(frame.locale, 'site')('otherLanguage', { language: LANGUAGE_NAMES[textLocale].whole })}
            </span>
          )}
        </p>
        <h1 className="title" lang={lang}>
          {text.title}
        </h1>
        <p className="lead" lang={lang}>
          {text.lead}
        </p>
        <NoticeFacts frame={frame} call={call} isOpen={isOpen} />
      </div>
      {!isOpen && <ClosedLine frame={frame} />}
      <Paragraphs id="look" name={t('lookFor')} texts={text.lookFor} lang={lang} />
      <NoticeRegions frame={frame} call={call} wishes={text.regions} lang={lang} />
      <Offers name={t('offer')} offers={text.offers} lang={lang} />
      <WhatToSend frame={frame} documents={text.documents} lang={lang} />
      <Paragraphs id="then" name={t('then')} texts={text.afterwards} lang={lang} />
      <WhatBecomesOfData frame={frame} />
      <HowToAsk frame={frame} call={call} isOpen={isOpen} />
      {isOpen && <ClosingBar frame={frame} call={call} />}
    </main>
  );
}

function ClosedLine({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'notice');
  return (
    <p className="notice-line closed-line">
      {t.rich('closedText', { link: (words) => <a href={`/${frame.locale}/my`}>{words}</a> })}
    </p>
  );
}

function Paragraphs({
  id,
  name,
  texts,
  lang,
}: {
  id: string;
  name: string;
  texts: string[];
  lang: string | undefined;
}) {
  if (texts.length === 0) return null;
  return (
    <Section id={id} name={name} reading>
      {texts.map((text) => (
        <p key={text} lang={lang}>
          {text}
        </p>
      ))}
    </Section>
  );
}

function Offers({ name, offers, lang }: { name: string; offers: CallText['offers']; lang: string | undefined }) {
  if (offers.length === 0) return null;
  return (
    <Section id="offer" name={name}>
      <dl className="terms across" lang={lang}>
        {offers.map((offer) => (
          <div key={offer.name}>
            <dt>{offer.name}</dt>
            {offer.text && <dd>{offer.text}</dd>}
          </div>
        ))}
      </dl>
    </Section>
  );
}

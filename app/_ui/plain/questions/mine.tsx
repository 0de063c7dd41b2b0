import type { ReactNode } from 'react';
import type { Frame } from '@/app/_http/frame';
import type { MyQuestion } from '@/domain/questions/queries';
import { translator } from '@/locales';
import { momentOf, shortMomentOf } from '../dates';
import { ErrorLine } from '../form/field';
import { codeAddress, KeptCode } from '../kept-code';
import { NotSentYet, type Written } from '../mine/not-sent-yet';
import { Leaving } from '../mine/sections';
import { Opening, Section } from '../section';

type MineProps = { frame: Frame; mine: MyQuestion; timeZone: string };

/** "It has arrived": the answer to asking, with the code that opens it again. */
export function QuestionReceipt({
  frame,
  mine,
  code,
  hasSession,
}: Omit<MineProps, 'timeZone'> & {
  code: string;
  /** false where an application is open in this browser and stays so */
  hasSession: boolean;
}) {
  const t = translator(frame.locale, 'questions');
  const home = `/${frame.locale}/my/question`;
  return (
    <main id="main" data-receipt={hasSession ? home : undefined}>
      <Opening title={t('receiptTitle')} lead={t(leadOf(mine))}>
        <p className="hint">{t.rich('number', { number: () => <span className="num">{mine.number}</span> })}</p>
      </Opening>
      <KeptCode
        frame={frame}
        code={code}
        title={t('code')}
        hint={t('codeHint')}
        file={{
          href: `data:text/plain;charset=utf-8,${encodeURIComponent(receiptText(frame, mine.number, code))}`,
          name: `${t('fileName')}-${mine.number}.txt`,
        }}
      />
      {hasSession ? (
        <p className="receipt no-print">
          <a className="btn" href={home}>
            {t('open')}
          </a>
        </p>
      ) : (
        <p className="notice-line closed-line">{t('otherOpen')}</p>
      )}
    </main>
  );
}

function leadOf({ hasEmail, noMail, quiet }: MyQuestion) {
  if (!hasEmail || noMail) return 'receiptLead';
  return quiet ? 'receiptLeadQuiet' : 'receiptLeadMail';
}

function receiptText(frame: Frame, number: string, code: string): string {
  const t = translator(frame.locale, 'questions');
  const openAt = translator(frame.locale, 'receipt')('openAt', { address: codeAddress(frame) });
  return [frame.publication.name, t('fileTitle'), '', `${t('code')}: ${code}`, openAt, '', number, ''].join('\r\n');
}

/** The asker's own page: what was asked and answered, and room for more. */
export function QuestionPage({ frame, mine, timeZone, attempt }: MineProps & { attempt: Written | null }) {
  const t = translator(frame.locale, 'questions');
  return (
    <main id="main">
      <Opening title={t('title_mine')} lead={t(`state_${mine.state}`)}>
        <p className="hint">
          <time dateTime={mine.createdAt.toISOString()}>
            {momentOf({ locale: frame.locale, at: mine.createdAt, timeZone })}
          </time>
          <br />
          {t.rich('number', { number: () => <span className="num">{mine.number}</span> })}
        </p>
        {mine.mailFails && <p className="notice-line">{translator(frame.locale, 'status')('mailFails')}</p>}
      </Opening>
      <NotSentYet frame={frame} written={attempt} at="again" />
      <Section id="thread" name={t('thread')}>
        {mine.messages.map((message, index) => (
          <article className={index === 0 ? 'message message--first' : 'message'} key={message.id}>
            <p className="message__from">
              <span className="strong">{t(message.from === 'asker' ? 'you' : 'us')}</span>
              <time dateTime={message.at.toISOString()}>
                {shortMomentOf({ locale: frame.locale, at: message.at, timeZone })}
              </time>
            </p>
            {message.text === null ? (
              <p className="hint">{translator(frame.locale, 'trouble')('unreadable')}</p>
            ) : (
              <p className="message__text" dir="auto">
                {message.text}
              </p>
            )}
          </article>
        ))}
        <WriteAgain frame={frame} attempt={attempt} />
      </Section>
      <Section id="rights" name={t('rights')} unprinted>
        <ul className="rows rows--first">
          <Right href={`/${frame.locale}/my/question/download`} name={t('download')} hint={t('downloadHint')} />
          <Right
            href={`/${frame.locale}/my/question/erase`}
            name={t('erase')}
            hint={`${t('eraseHint')} ${t('keptFor', { days: frame.publication.retentionDays })}`}
          />
        </ul>
      </Section>
      <Leaving frame={frame} />
    </main>
  );
}

function Right({ href, name, hint }: { href: string; name: ReactNode; hint: string }) {
  return (
    <li>
      <a href={href}>{name}</a>
      <span className="hint">{hint}</span>
    </li>
  );
}

function WriteAgain({ frame, attempt }: { frame: Frame; attempt: Written | null }) {
  const t = translator(frame.locale, 'questions');
  return (
    <details className="more" open={attempt !== null}>
      <summary>{t('again')}</summary>
      <form
        className="stack"
        action={`/${frame.locale}/my/question`}
        method="post"
        data-no-line={translator(frame.locale, 'my')('noLine')}
      >
        <div className="field">
          <label htmlFor="again">{t('againLabel')}</label>
          <ErrorLine id="again-error" text={attempt?.error ?? null} />
          <textarea
            className="input"
            id="again"
            name="text"
            rows={6}
            dir="auto"
            defaultValue={attempt?.typed ?? ''}
            aria-describedby={attempt?.error ? 'again-error' : undefined}
            aria-invalid={attempt?.error ? true : undefined}
          />
        </div>
        <p>
          <button type="submit" className="btn">
            {t('againSend')}
          </button>
        </p>
      </form>
    </details>
  );
}

/**
 * One page before something that cannot be taken back: what it means, and one button.
 * @param claim what a second click on the button is answered by as the first was
 */
export function EraseQuestion({ frame, claim }: { frame: Frame; claim: string }) {
  const t = translator(frame.locale, 'questions');
  return (
    <main id="main">
      <Opening title={t('eraseTitle')} lead={t('eraseLead')}>
        <form className="stack" action={`/${frame.locale}/my/question/erase`} method="post">
          <input type="hidden" name="claim" value={claim} />
          <p className="sendrow">
            <button type="submit" className="btn btn--go">
              {t('erase')}
            </button>
            <a className="btn" href={`/${frame.locale}/my/question`}>
              {t('back')}
            </a>
          </p>
        </form>
      </Opening>
    </main>
  );
}

export function ErasedQuestion({ frame }: { frame: Frame }) {
  const t = translator(frame.locale, 'questions');
  return (
    <main id="main">
      <Opening title={t('erasedTitle')} lead={t('erasedLead')} />
    </main>
  );
}

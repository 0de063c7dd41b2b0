import type { Frame } from '@/app/_http/frame';
import { LETTER_LIMIT } from '@/domain/applications/input';
import type { MyApplication } from '@/domain/applications/queries';
import { isLocale, translator } from '@/locales';
import { shortMomentOf } from '../dates';
import { ErrorLine } from '../form/field';
import { Section } from '../section';
import type { Written } from './not-sent-yet';
import { takesMore } from './takes-more';

type Letter = MyApplication['messages'][number];

type MessagesProps = { frame: Frame; mine: MyApplication; attempt?: Written | undefined };

export function Messages({ frame, mine, attempt }: MessagesProps) {
  const t = translator(frame.locale, 'status');
  const isMailed = mine.hasEmail && !mine.noMail && !mine.mailFails;
  return (
    <Section id="messages" name={t('messages')} unprinted>
      {mine.messages.length === 0 && <p className="hint measure">{t(isMailed ? 'noMessagesMailed' : 'noMessages')}</p>}
      {mine.messages.map((letter, index) => (
        <LetterArticle key={letter.id} frame={frame} mine={mine} letter={letter} isFirst={index === 0} />
      ))}
      {(takesMore(mine) || attempt) && <WriteToEditors frame={frame} attempt={attempt} />}
    </Section>
  );
}

type ArticleProps = { frame: Frame; mine: MyApplication; letter: Letter; isFirst: boolean };

function LetterArticle({ frame, mine, letter, isFirst }: ArticleProps) {
  const t = translator(frame.locale, 'status');
  const lang = isLocale(letter.locale) ? letter.locale : undefined;
  return (
    <article className={isFirst ? 'message message--first' : 'message'}>
      <p className="message__from">
        <span className="strong">{t(letter.from === 'editors' ? 'fromEditors' : 'fromYou')}</span>
        <time dateTime={letter.at.toISOString()}>
          {shortMomentOf({ locale: frame.locale, at: letter.at, timeZone: mine.timeZone })}
        </time>
      </p>
      {letter.subject && (
        <h3 className="message__subject" dir="auto" lang={lang}>
          {letter.subject}
        </h3>
      )}
      {letter.text === null && <p className="hint">{translator(frame.locale, 'trouble')('unreadable')}</p>}
      {letter.text?.split(/\n{2,}/).map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a letter's paragraphs never move
        <p className="message__text" key={index} dir="auto" lang={lang}>
          {paragraph}
        </p>
      ))}
    </article>
  );
}

function WriteToEditors({ frame, attempt }: { frame: Frame; attempt: Written | undefined }) {
  const t = translator(frame.locale, 'status');
  return (
    <details className="more" open={attempt !== undefined}>
      <summary>{t('write')}</summary>
      <form
        className="stack"
        action={`/${frame.locale}/my/letter`}
        method="post"
        data-no-line={translator(frame.locale, 'my')('noLine')}
      >
        <div className="field">
          <label htmlFor="letter">{t('letter')}</label>
          <p className="hint" id="letter-hint">
            {t('letterHint', { limit: LETTER_LIMIT })}
          </p>
          <ErrorLine id="letter-error" text={attempt?.error ?? null} />
          <textarea
            className="input"
            id="letter"
            name="text"
            rows={6}
            dir="auto"
            defaultValue={attempt?.typed ?? ''}
            aria-describedby={attempt?.error ? 'letter-hint letter-error' : 'letter-hint'}
            aria-invalid={attempt?.error ? true : undefined}
          />
        </div>
        <p>
          <button type="submit" className="btn">
            {t('letterSend')}
          </button>
        </p>
      </form>
    </details>
  );
}

import { sendAnswer, settleQuestion } from '@/app/desk/questions/actions';
import { callName } from '@/domain/calls/rules';
import type { DeskQuestion } from '@/domain/questions/queries';
import { ANSWER_MAX, type QuestionState } from '@/domain/questions/rules';
import { type Locale, toLocale, translator, writtenLocale } from '@/locales';
import { ActionForm, FormSays, Submit, TypedArea } from './action-form.client';
import { Key } from './key';
import { Link } from './link';
import { Own } from './own';
import { questionAddress } from './question-view';
import { Said } from './said';
import type { Times } from './times';
import { languageName } from './words';

type ThreadProps = { question: DeskQuestion; state: QuestionState; times: Times; locale: Locale };

/** One question, all that was written, and room for an answer. */
export function QuestionThread({ question, state, times, locale }: ThreadProps) {
  const t = translator(locale, 'desk.questions');
  return (
    <section className="mail" aria-label={t('thread')}>
      <header className="topline">
        <Link className="only-small" href={questionAddress({ state })}>
          {t('toList')}
        </Link>
        <h2 className="pane-title">{question.number}</h2>
        <Settle question={question} state={state} locale={locale} />
      </header>
      <Facts question={question} times={times} locale={locale} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="mail__body mail__body--one thread" tabIndex={0} aria-label={t('thread')}>
        <ol>
          {question.messages.map((message) => (
            <li key={message.id} data-from={message.from}>
              <p className="thread__from">
                <span>{message.from === 'asker' ? t('fromAsker') : (message.by ?? t('fromEditors'))}</span>
                <time dateTime={message.at.toISOString()}>{times.short(message.at)}</time>
              </p>
              <Said as="p" className="thread__text" text={message.text} locale={locale} />
            </li>
          ))}
        </ol>
      </section>
      <Answer question={question} state={state} locale={locale} />
    </section>
  );
}

function Facts({ question, times, locale }: Omit<ThreadProps, 'state'>) {
  const t = translator(locale, 'desk.questions');
  return (
    <dl className="mail__head">
      <dt>{t('asker')}</dt>
      <dd>
        {question.name ? <Own>{question.name}</Own> : <span className="quiet">{t('noneGiven')}</span>}
        <span className="quiet">{t('asked', { moment: times.short(question.createdAt) })}</span>
      </dd>
      <dt>{t('about')}</dt>
      <dd>
        <span>
          {question.callTexts ? callName({ texts: question.callTexts, defaultLocale: 'en' }, locale) : t('noCall')}
        </span>
        <span className="badge">
          {languageName(locale, question.locale)} <small>{question.locale}</small>
        </span>
      </dd>
      <dt>{t('reach')}</dt>
      <dd>
        <bdi>{t(`reach_${question.reach}`, { address: question.email ?? '' })}</bdi>
      </dd>
    </dl>
  );
}

function Answer({ question, state, locale }: Omit<ThreadProps, 'times'>) {
  const t = translator(locale, 'desk.questions');
  const lang = writtenLocale(toLocale(question.locale));
  return (
    <ActionForm className="mail__foot" action={sendAnswer} key={question.id}>
      <FormSays />
      <Standing question={question} state={state} />
      <label className="thread__label" htmlFor="answer">
        {t('answer')} <Key>A</Key>
      </label>
      <p id="answer-hint">{t('languageNote', { language: languageName(locale, question.locale) })}</p>
      <TypedArea
        className="input"
        id="answer"
        name="text"
        rows={6}
        lang={lang}
        dir="auto"
        maxLength={ANSWER_MAX}
        required
        spellCheck
        aria-describedby="answer-hint"
        data-key="a"
        data-key-label={translator(locale, 'desk.keys')('questionAnswer')}
      />
      <p className="acts">
        <Submit className="btn btn--go btn--small">{t('send')}</Submit>
      </p>
      <p>{t('sendHint')}</p>
    </ActionForm>
  );
}

function Settle({ question, state, locale }: Omit<ThreadProps, 'times'>) {
  const t = translator(locale, 'desk.questions');
  const isClosed = question.state === 'closed';
  return (
    <ActionForm action={settleQuestion} key={`${question.id} ${question.state}`}>
      <Standing question={question} state={state} />
      <Submit name="then" value={isClosed ? 'reopen' : 'close'}>
        {t(isClosed ? 'reopen' : 'close')}
      </Submit>
      <FormSays />
    </ActionForm>
  );
}

/** Which question, as it was when the page was made, and where to return. */
function Standing({ question, state }: Pick<ThreadProps, 'question' | 'state'>) {
  return (
    <>
      <input type="hidden" name="question" value={question.id} />
      <input type="hidden" name="version" value={question.version} />
      <input type="hidden" name="state" value={state} />
    </>
  );
}

export function NoThread({ locale }: { locale: Locale }) {
  const t = translator(locale, 'desk.questions');
  return (
    <section className="mail" aria-label={t('thread')}>
      <p className="topline" />
      <p className="subline" />
      <div className="as-text">
        <h2>{t('noneOpen')}</h2>
        <p className="by">{t('noneOpenText')}</p>
      </div>
    </section>
  );
}

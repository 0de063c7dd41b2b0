import type { QuestionList as Listed } from '@/domain/questions/queries';
import { QUESTION_STATES, type QuestionState } from '@/domain/questions/rules';
import { type Locale, translator } from '@/locales';
import { numberFormat } from './formats';
import { Link } from './link';
import { Own } from './own';
import { questionAddress } from './question-view';
import { ageText } from './queue-rows';
import { Said } from './said';
import type { Times } from './times';
import { languageName } from './words';

export type QuestionListFacts = {
  list: Listed;
  counts: Record<QuestionState, number>;
  state: QuestionState;
  /** the place the list begins or ends at */
  after: string | null;
  before: string | null;
  /** the question that is open beside the list */
  open: string | null;
  times: Times;
  locale: Locale;
};

/** What people asked: those who wait for us first. */
export function QuestionList({ facts }: { facts: QuestionListFacts }) {
  const { list, state, counts, locale } = facts;
  const t = translator(locale, 'desk.questions');
  return (
    <section className="queue" aria-labelledby="view">
      <header className="topline">
        <h1 className="pane-title" id="view">
          {t('title')} <small>{numberFormat(locale).format(counts[state])}</small>
        </h1>
      </header>
      <nav className="subline" aria-label={t('states')}>
        {QUESTION_STATES.map((one) => (
          <Link key={one} href={questionAddress({ state: one })} aria-current={one === state ? 'page' : undefined}>
            {t(`states_${one}`)} <span className="num">{numberFormat(locale).format(counts[one])}</span>
          </Link>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={t('list')}>
        {list.entries.length === 0 ? <p className="queue__say">{t(`empty_${state}`)}</p> : null}
        <ol>
          {list.entries.map((question) => (
            <li key={question.id}>
              <Row question={question} facts={facts} />
            </li>
          ))}
        </ol>
        <Pages facts={facts} />
      </section>
    </section>
  );
}

function Row({ question, facts }: { question: Listed['entries'][number]; facts: QuestionListFacts }) {
  const { state, after, before, open, times, locale } = facts;
  const t = translator(locale, 'desk.questions');
  const key = neighbourKey(question.id, facts);
  return (
    <Link
      className="mailrow"
      href={questionAddress({ state, after, before, question: question.id })}
      aria-current={open === question.id ? 'true' : undefined}
      data-key={key}
      data-key-label={key && translator(locale, 'desk.keys')(key === 'j' ? 'questionNext' : 'questionPrevious')}
    >
      {question.name ? (
        <Own className="entry__name">{question.name}</Own>
      ) : (
        <span className="entry__name">{t('noName')}</span>
      )}
      <span>{ageText(question.touchedAt, locale, times)}</span>
      <Said text={question.begins} locale={locale} />
      <span>{languageName(locale, question.locale)}</span>
    </Link>
  );
}

/** J opens the next one, K the one before; with none open J opens the first. */
function neighbourKey(id: string, { list, open }: QuestionListFacts): 'j' | 'k' | undefined {
  const here = list.entries.findIndex((entry) => entry.id === open);
  const place = list.entries.findIndex((entry) => entry.id === id);
  if (place === here + 1) return 'j';
  return here > 0 && place === here - 1 ? 'k' : undefined;
}

function Pages({ facts: { list, state, locale } }: { facts: QuestionListFacts }) {
  const t = translator(locale, 'desk.questions');
  if (!list.previous && !list.next) return null;
  return (
    <nav className="queue__pages" aria-label={t('pages')}>
      {list.previous ? <Link href={questionAddress({ state, before: list.previous })}>{t('back')}</Link> : <span />}
      {list.next ? <Link href={questionAddress({ state, after: list.next })}>{t('further')}</Link> : <span />}
    </nav>
  );
}

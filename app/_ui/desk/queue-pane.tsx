import Link from 'next/link';
import type { SavedView } from '@/domain/applications/queries';
import type { Stage } from '@/domain/applications/rules';
import type { ScoredEntry } from '@/domain/reviews/queries';
import { areWideApart } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import { Chips, FilterMenu } from './filter-menu';
import { Find, OrderMenu } from './find';
import { MARK_OF_STAGE, Mark } from './mark';
import { Own } from './own';
import { Pick, QUEUE_FORM, QueuePicks } from './picks';
import { mean, Spread } from './spread';
import type { Times } from './times';
import { applicationAddress, fromStart, isFiltered, queryOf, queueAddress, unfiltered, type View } from './view';
import { languageName, regionName, viewName } from './words';

export type Choices = {
  regions: readonly string[];
  languages: readonly string[];
  topics: readonly string[];
  tags: readonly { id: string; name: string }[];
  /** whom an application may be assigned to */
  readers: readonly { memberId: string; name: string }[];
};

export type QueueFacts = {
  locale: Locale;
  times: Times;
  view: View;
  count: number;
  saved: readonly SavedView[];
  /** what can be chosen from: that of the calls the member sees */
  choices: Choices;
  entries: readonly ScoredEntry[];
  next: string | null;
  previous: string | null;
};

type Props = { facts: QueueFacts; open?: string; titleAs?: 'h1' | 'h2' };

/** The applications of one view, a page of them at a time. */
export function QueuePane({ facts, open, titleAs: Title = 'h1' }: Props) {
  const { entries, locale } = facts;
  return (
    <section className="queue" aria-labelledby="view">
      <header className="topline">
        <Title className="pane-title" id="view">
          {titleOf(facts)} <small>{countOf(facts)}</small>
        </Title>
        <OrderMenu view={facts.view} locale={locale} />
      </header>
      <div className="subline">
        <Find locale={locale} />
        <FilterMenu facts={facts} />
      </div>
      <Chips facts={facts} />
      {entries.length > 0 ? (
        <ol>
          {entries.map((entry) => (
            <li key={entry.number} className="pickable">
              <Pick form={QUEUE_FORM} number={entry.number} locale={locale} />
              <Entry entry={entry} facts={facts} current={entry.number === open} />
            </li>
          ))}
        </ol>
      ) : (
        <NothingHere facts={facts} />
      )}
      <QueuePicks locale={locale} />
      <Pages facts={facts} />
    </section>
  );
}

function titleOf({ saved, view, locale }: QueueFacts): string {
  const query = queryOf(fromStart(view));
  return saved.find((one) => one.query === query)?.name ?? viewName(locale, view.name);
}

/** The whole view is counted by running sums; a narrowed one only where all of it is on the page. */
function countOf({ view, count, entries, next, previous, locale }: QueueFacts): string {
  const number = new Intl.NumberFormat(locale);
  if (!isFiltered(view)) return number.format(count);
  return next || previous ? '' : number.format(entries.length);
}

function Entry({ entry, facts, current }: { entry: ScoredEntry; facts: QueueFacts; current: boolean }) {
  const { locale, times, view } = facts;
  return (
    <Link
      className="entry"
      href={applicationAddress(entry.number, view)}
      aria-current={current ? 'true' : undefined}
      prefetch={false}
    >
      <Own className="entry__name">{entry.name}</Own>
      <span className="entry__age num">{ageText(entry.waitingSince, locale, times)}</span>
      <span className="entry__who">
        <Who entry={entry} locale={locale} />
      </span>
      {entry.sampleTitle ? <Own className="entry__title">{entry.sampleTitle}</Own> : null}
      <span className="entry__foot">
        <span className="entry__langs">
          <span aria-hidden="true">{entry.writes.join(' ')}</span>
          <span className="vh">{entry.writes.map((code) => languageName(locale, code)).join(', ')}</span>
        </span>
        <Scores scores={entry.scores} locale={locale} />
        <EntryMark entry={entry} locale={locale} />
      </span>
    </Link>
  );
}

function Who({ entry, locale }: { entry: ScoredEntry; locale: Locale }) {
  const t = translator(locale, 'desk.queue');
  const about = [entry.workingName ? t('workingName') : null, entry.quiet ? t('quiet') : null]
    .filter(Boolean)
    .join(', ');
  const regions = entry.regions.map((region) => regionName(locale, region)).join(', ');
  const rest = [about, regions].filter(Boolean).join(' · ');
  if (!entry.nameLatin || entry.nameLatin === entry.name) return rest;
  return (
    <>
      <bdi>{entry.nameLatin}</bdi> · {rest}
    </>
  );
}

function Scores({ scores, locale }: { scores: readonly number[] | null; locale: Locale }) {
  const t = translator(locale, 'desk.queue');
  if (scores === null) return <span className="quiet">{t('hidden')}</span>;
  if (scores.length === 0) return null;
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const average = decimal.format(mean(scores));
  return (
    <>
      <Spread
        scores={scores}
        label={t('scores', { list: scores.map((score) => decimal.format(score)).join('; '), mean: average })}
      />{' '}
      <span className="num">{average}</span>
    </>
  );
}

/** Where a score of mine still helps. */
const UNDECIDED: readonly Stage[] = ['new', 'reading', 'talking', 'shortlist'];

function EntryMark({ entry, locale }: { entry: ScoredEntry; locale: Locale }) {
  const t = translator(locale, 'desk');
  if (entry.mailTrouble) return <Mark shape="bad">{t('queue.notDelivered')}</Mark>;
  if (entry.scores === null && UNDECIDED.includes(entry.stage)) return <Mark shape="turn">{t('queue.yourScore')}</Mark>;
  if (entry.scores && areWideApart(entry.scores)) return <Mark shape="turn">{t('queue.wideApart')}</Mark>;
  return <Mark shape={MARK_OF_STAGE[entry.stage]}>{t(`stages.${entry.stage}`)}</Mark>;
}

export function ageText(since: Date, locale: Locale, times: Times): string {
  const t = translator(locale, 'desk.queue');
  const days = times.daysSince(since);
  if (days > 0) return t('days', { count: days });
  const hours = times.hoursSince(since);
  return hours > 0 ? t('hours', { count: hours }) : t('minutes');
}

function NothingHere({ facts: { locale, view } }: { facts: QueueFacts }) {
  const t = translator(locale, 'desk.list');
  if (!isFiltered(view)) return <p className="queue__say">{translator(locale, 'desk.queue')('empty')}</p>;
  return (
    <p className="queue__say">
      {t('nothingMatches')} <Link href={queueAddress(unfiltered(view))}>{t('clear')}</Link>
    </p>
  );
}

function Pages({ facts: { locale, view, entries, next, previous } }: { facts: QueueFacts }) {
  const t = translator(locale, 'desk.queue');
  if (entries.length === 0) return null;
  return (
    <nav className="queue__pages" aria-label={t('pages')}>
      {previous ? (
        <Link href={queueAddress({ ...view, after: null, before: previous })} data-page="previous">
          {t('previous')}
        </Link>
      ) : (
        <span />
      )}
      <Link className="queue__export" href={`/desk/export?${queryOf(fromStart(view))}`} prefetch={false}>
        {translator(locale, 'exports')('open')}
      </Link>
      {next ? (
        <Link href={queueAddress({ ...view, before: null, after: next })} data-page="next">
          {t('next')}
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}

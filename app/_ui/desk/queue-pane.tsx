import type { SavedView } from '@/domain/applications/queries';
import type { ScoredEntry } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import { Chips, FilterMenu } from './filter-menu';
import { Find, OrderMenu } from './find';
import { numberFormat } from './formats';
import { Link } from './link';
import { packRows } from './packed-rows';
import { QUEUE_FORM, QueuePicks } from './picks';
import { QueueList } from './queue-list.client';
import { queueRows, queueWords } from './queue-rows';
import type { Times } from './times';
import { addressQuery, fromStart, isFiltered, queryOf, queueAddress, unfiltered, type View } from './view';
import { viewName } from './words';

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
  const list = queryOf(fromStart(facts.view));
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
        <QueueList
          key={list}
          packed={packRows(queueRows(facts))}
          words={queueWords(facts)}
          query={addressQuery(facts.view)}
          form={QUEUE_FORM}
          list={list}
          open={open}
        />
      ) : (
        <NothingHere facts={facts} />
      )}
      <QueuePicks list={list} locale={locale} />
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
  const number = numberFormat(locale);
  if (!isFiltered(view)) return number.format(count);
  return next || previous ? '' : number.format(entries.length);
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
  // All of a page may have been erased meanwhile: the pages beside it are still there.
  if (entries.length === 0 && !next && !previous) return null;
  return (
    <nav className="queue__pages" aria-label={t('pages')}>
      {previous ? (
        <Link href={queueAddress({ ...view, after: null, before: previous })} data-page="previous">
          {t('previous')}
        </Link>
      ) : (
        <span />
      )}
      <Link className="queue__export" href={`/desk/export?${queryOf(fromStart(view))}`}>
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

import Form from 'next/form';
import Link from 'next/link';
import type { Stage } from '@/domain/applications/rules';
import type { ScoredEntry } from '@/domain/reviews/queries';
import { areWideApart } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import { Key } from './key';
import { MARK_OF_STAGE, Mark } from './mark';
import { Own } from './own';
import { Pick, QUEUE_FORM, QueuePicks } from './picks';
import { mean, Spread } from './spread';
import type { Times } from './times';
import { applicationAddress, queueAddress, type View, viewEntries } from './view';
import { languageName, regionName } from './words';

export type QueueFacts = {
  locale: Locale;
  times: Times;
  view: View;
  count: number;
  regions: readonly string[];
  entries: readonly ScoredEntry[];
  next: string | null;
  previous: string | null;
};

type Props = { facts: QueueFacts; open?: string; notFound?: string; titleAs?: 'h1' | 'h2' };

/** The applications of one view, a page of them at a time. */
export function QueuePane({ facts, open, notFound, titleAs: Title = 'h1' }: Props) {
  const { locale, view, entries } = facts;
  const t = translator(locale, 'desk');
  return (
    <section className="queue" aria-labelledby="view">
      <header className="topline">
        <Title className="pane-title" id="view">
          {t(`stages.${view.stage}`)}{' '}
          {view.region ? null : <small>{new Intl.NumberFormat(locale).format(facts.count)}</small>}
        </Title>
        <OrderMenu facts={facts} />
      </header>
      <div className="subline">
        <Find facts={facts} />
        <RegionMenu facts={facts} />
      </div>
      {notFound ? (
        <p className="queue__say" role="alert">
          {t('queue.notFound', { number: notFound })}
        </p>
      ) : null}
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

function Find({ facts: { locale, view } }: { facts: QueueFacts }) {
  const t = translator(locale, 'desk.queue');
  return (
    <Form className="find" action="/desk">
      {viewEntries({ ...view, after: null, before: null }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="search"
        name="find"
        placeholder={t('findShort')}
        aria-label={t('find')}
        autoComplete="off"
        spellCheck={false}
        data-key="/"
      />
      <Key>/</Key>
    </Form>
  );
}

function OrderMenu({ facts: { locale, view } }: { facts: QueueFacts }) {
  const t = translator(locale, 'desk.queue');
  return (
    <details className="menu" key={view.order}>
      <summary>
        <span className="vh">{t('order')}: </span>
        {t(view.order)}
      </summary>
      <ul>
        {(['longest', 'newest'] as const).map((order) => (
          <li key={order}>
            <Link
              href={queueAddress({ ...view, order, after: null, before: null })}
              aria-current={order === view.order ? 'true' : undefined}
            >
              {t(order)}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

function RegionMenu({ facts: { locale, view, regions } }: { facts: QueueFacts }) {
  const t = translator(locale, 'desk.queue');
  const choices = [null, ...regions];
  return (
    <details className="menu" key={view.region}>
      <summary>
        <span className="vh">{t('region')}: </span>
        {view.region ? regionName(locale, view.region) : t('everyRegion')}
      </summary>
      <ul>
        {choices.map((region) => (
          <li key={region}>
            <Link
              href={queueAddress({ ...view, region, after: null, before: null })}
              aria-current={region === view.region ? 'true' : undefined}
            >
              {region ? regionName(locale, region) : t('everyRegion')}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
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
  const t = translator(locale, 'desk.queue');
  if (!view.region) return <p className="queue__say">{t('empty')}</p>;
  return (
    <p className="queue__say">
      {t('emptyRegion', { region: regionName(locale, view.region) })}{' '}
      <Link href={queueAddress({ ...view, region: null, after: null, before: null })}>{t('everything')}</Link>
    </p>
  );
}

function Pages({ facts: { locale, view, next, previous } }: { facts: QueueFacts }) {
  const t = translator(locale, 'desk.queue');
  if (!next && !previous) return null;
  return (
    <nav className="queue__pages" aria-label={t('pages')}>
      {previous ? (
        <Link href={queueAddress({ ...view, after: null, before: previous })}>{t('previous')}</Link>
      ) : (
        <span />
      )}
      {next ? <Link href={queueAddress({ ...view, before: null, after: next })}>{t('next')}</Link> : null}
    </nav>
  );
}

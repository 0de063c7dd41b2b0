import type { WithdrawnPage } from '@/domain/applications/queries';
import { translator } from '@/locales';
import { numberFormat } from './formats';
import { Link } from './link';
import type { QueueFacts } from './queue-pane';
import { Said } from './said';
import { queueAddress } from './view';
import { regionName, viewName } from './words';

/** Withdrawn applications: when, and why if that was said. There is nothing to open: nobody reads them any more. */
export function WithdrawnPane({ facts, page }: { facts: QueueFacts; page: WithdrawnPage }) {
  const { locale, times, count } = facts;
  const { entries } = page;
  const t = translator(locale, 'desk.list');
  return (
    <section className="queue" aria-labelledby="view">
      <header className="topline">
        <h1 className="pane-title" id="view">
          {viewName(locale, 'withdrawn')} <small>{numberFormat(locale).format(count)}</small>
        </h1>
      </header>
      <p className="subline">{t('withdrawnText')}</p>
      {entries.length === 0 ? <p className="queue__say">{t('noneWithdrawn')}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <ol tabIndex={0} aria-labelledby="view">
        {entries.map(({ number, at, regions, reason }) => (
          <li key={number} className="entry">
            <span className="num">{number}</span>
            <time className="entry__age" dateTime={at.toISOString()}>
              {times.short(at)}
            </time>
            <span className="entry__who">{regions.map((region) => regionName(locale, region)).join(', ')}</span>
            {reason ? (
              <Said as="p" className="entry__reason" text={reason.text} locale={locale} />
            ) : (
              <p className="entry__who quiet">{t('noReason')}</p>
            )}
          </li>
        ))}
      </ol>
      <Pages facts={facts} page={page} />
    </section>
  );
}

function Pages({ facts: { locale, view }, page }: { facts: QueueFacts; page: WithdrawnPage }) {
  const t = translator(locale, 'desk.queue');
  if (!page.next && !page.previous) return null;
  return (
    <nav className="queue__pages" aria-label={t('pages')}>
      {page.previous ? (
        <Link href={queueAddress({ ...view, after: null, before: page.previous })} data-page="previous">
          {t('previous')}
        </Link>
      ) : (
        <span />
      )}
      {page.next ? (
        <Link href={queueAddress({ ...view, before: null, after: page.next })} data-page="next">
          {t('next')}
        </Link>
      ) : null}
    </nav>
  );
}

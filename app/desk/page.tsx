import { page } from '@/app/_http/member-page';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { QueuePane } from '@/app/_ui/desk/queue-pane';
import { Rail } from '@/app/_ui/desk/rail';
import { viewOf } from '@/app/_ui/desk/view';
import { WithdrawnPane } from '@/app/_ui/desk/withdrawn-pane';
import { withdrawnFor } from '@/domain/applications/queries';
import { inFewTrips } from '@/domain/context';
import { translator } from '@/locales';
import { queueFacts, railFacts } from './facts';

/** The queue, with nothing opened beside it. */
export default page(async ({ ctx: whole, search, locale }) => {
  const ctx = inFewTrips(whole);
  const t = translator(locale, 'desk.empty');
  const view = viewOf(search);
  const [rail, queue, withdrawn] = await Promise.all([
    railFacts({ ctx, locale }),
    queueFacts({ ctx, locale }, view),
    view.name === 'withdrawn'
      ? withdrawnFor(ctx, { after: view.after ?? undefined, before: view.before ?? undefined })
      : null,
  ]);
  const isWithdrawn = withdrawn !== null;
  const hasChoice = !isWithdrawn && queue.entries.length > 0;
  const title = t(isWithdrawn ? 'withdrawnTitle' : 'title');
  return (
    <main className="desk desk--review desk--list">
      <Rail facts={rail} here={{ view }} />
      {withdrawn ? <WithdrawnPane facts={queue} page={withdrawn} /> : <QueuePane facts={queue} />}
      <section className="reader" aria-label={title}>
        <p className="topline" />
        <p className="subline" />
        <div className="reader__body as-text">
          <h2>{title}</h2>
          {hasChoice && <p className="by">{t('text')}</p>}
          {isWithdrawn && <p className="by">{t('withdrawnText')}</p>}
        </div>
      </section>
      <div className="insp" aria-hidden="true">
        <p className="topline" />
        <p className="subline" />
      </div>
    </main>
  );
});

export const generateMetadata = deskMetadata((t) => t('queue.title'));

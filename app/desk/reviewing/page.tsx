import { redirect } from 'next/navigation';
import { isNumber } from '@/app/_http/ids';
import { page } from '@/app/_http/member-page';
import { Link } from '@/app/_ui/desk/link';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { Rail } from '@/app/_ui/desk/rail';
import { ProgressSection, REVIEWS_LISTED, TASKS_LISTED, YoursToDo, YoursToRead } from '@/app/_ui/desk/reviewing';
import { deskTimes, railFacts } from '@/app/desk/facts';
import { callsForDesk } from '@/domain/calls/queries';
import { myOpenTasks } from '@/domain/discussion/queries';
import { isAppError } from '@/domain/errors';
import { myOpenReviews, nextToReview, type Progress, reviewProgress } from '@/domain/reviews/queries';
import { translator } from '@/locales';

/** What is mine to read and to do, and, for those who decide, how far everybody is. `?next` opens the next one to score. */
export default page(async ({ ctx, search, locale }) => {
  const t = translator(locale, 'reviewing');
  if (search.next !== undefined) {
    const but = search.but !== undefined && isNumber(search.but) ? search.but : undefined;
    const next = await nextToReview(ctx, { but });
    redirect(next ? `/desk/applications/${next}` : '/desk/reviewing?none');
  }
  const [rail, mine, tasks, progress, calls] = await Promise.all([
    railFacts({ ctx, locale }),
    myOpenReviews(ctx, REVIEWS_LISTED + 1),
    myOpenTasks(ctx, TASKS_LISTED + 1),
    progressFor(ctx),
    callsForDesk(ctx),
  ]);
  const times = deskTimes(calls, locale, ctx.now);
  return (
    <main className="desk desk--wide">
      <Rail facts={rail} here="reviewing" />
      <section className="set" aria-labelledby="view">
        <header className="topline">
          <h1 className="pane-title" id="view">
            {t('page.title')}
          </h1>
          <Link href="/desk/reviewing?next" data-key="n">
            {t('card.next')}
          </Link>
        </header>
        <p className="subline" role="status">
          {search.none === undefined ? '' : t('page.nothingLeft')}
        </p>
        <YoursToRead reviews={mine} times={times} locale={locale} />
        {tasks.length > 0 ? <YoursToDo tasks={tasks} times={times} locale={locale} /> : null}
        {progress ? <ProgressSection progress={progress} locale={locale} /> : null}
      </section>
    </main>
  );
});

export const generateMetadata = deskMetadata((t) => t('rail.reviewing'));

/** Null for reviewers: how far colleagues are is not theirs to see. */
async function progressFor(ctx: Parameters<typeof reviewProgress>[0]): Promise<Progress[] | null> {
  try {
    return await reviewProgress(ctx);
  } catch (error) {
    if (isAppError(error, 'not_found')) return null;
    throw error;
  }
}

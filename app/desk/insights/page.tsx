import { page } from '@/app/_http/member-page';
import { InsightFigures, insightLead } from '@/app/_ui/desk/insights';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { Rail } from '@/app/_ui/desk/rail';
import { times } from '@/app/_ui/desk/times';
import { railFacts } from '@/app/desk/facts';
import { insightsFor } from '@/domain/insights/queries';
import { translator } from '@/locales';

/** What becomes of applications, in counts, as far as the member may see them. */
export default page(async ({ ctx, locale }) => {
  const t = translator(locale, 'insights');
  const [rail, facts] = await Promise.all([railFacts({ ctx, locale }), insightsFor(ctx)]);
  const clock = times(locale, facts.timeZone, ctx.now);
  const [first] = facts.weeks;
  return (
    <main className="desk desk--wide">
      <Rail facts={rail} here="insights" />
      <section className="ins" aria-labelledby="view">
        <header className="topline">
          <h1 className="pane-title" id="view">
            {t('title')}
          </h1>
        </header>
        <div className="subline">
          <span>{first ? t('period', { from: clock.day(first), to: clock.day(ctx.now) }) : null}</span>
          <span>{t('says')}</span>
        </div>
        <p className="ins__say">{insightLead({ facts, answers: rail.answers, locale })}</p>
        <InsightFigures facts={facts} times={clock} locale={locale} />
      </section>
    </main>
  );
});

export const generateMetadata = deskMetadata((t) => t('rail.insights'));

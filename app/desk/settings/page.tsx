import { page } from '@/app/_http/member-page';
import type { MemberCtx } from '@/app/_http/member-session';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { Rail } from '@/app/_ui/desk/rail';
import { CallsSection } from '@/app/_ui/desk/settings-calls';
import { InboxesSection } from '@/app/_ui/desk/settings-inboxes';
import { MembersSection } from '@/app/_ui/desk/settings-members';
import { PublicationSection } from '@/app/_ui/desk/settings-publication';
import { type ReviewedCall, ReviewSection } from '@/app/_ui/desk/settings-review';
import { TemplatesSection } from '@/app/_ui/desk/settings-templates';
import { railFacts } from '@/app/desk/facts';
import { membersForDesk } from '@/domain/accounts/queries';
import { type Call, callsForDesk } from '@/domain/calls/queries';
import { planOf, rubricFor } from '@/domain/reviews/queries';
import { allInboxes, allTemplates, publication } from '@/domain/settings/queries';
import { translator } from '@/locales';

/** For administrators: to everybody else this page is not there. */
export default page(async ({ ctx, search, locale }) => {
  const t = translator(locale, 'desk.settings');
  // Refuses whoever is no administrator before anything else is read.
  const members = await membersForDesk(ctx);
  const [rail, calls, inboxes, templates, shown] = await Promise.all([
    railFacts({ ctx, locale }),
    callsForDesk(ctx),
    allInboxes(ctx),
    allTemplates(ctx),
    publication(ctx),
  ]);
  return (
    <main className="desk desk--wide">
      <Rail facts={rail} here="settings" />
      <section className="set" aria-labelledby="view">
        <header className="topline">
          <h1 className="pane-title" id="view">
            {t('title')}
          </h1>
        </header>
        <p className="subline">{t('says')}</p>
        <CallsSection calls={calls} locale={locale} />
        <InboxesSection inboxes={inboxes} calls={calls} locale={locale} />
        <TemplatesSection
          templates={templates}
          calls={calls}
          callId={calls.find((call) => call.id === search.templates)?.id ?? null}
          locale={locale}
        />
        <ReviewSection calls={await reviewedCalls(ctx, calls)} locale={locale} />
        <MembersSection members={members} calls={calls} self={ctx.actor.memberId} locale={locale} />
        <PublicationSection publication={shown} locale={locale} />
      </section>
    </main>
  );
});

async function reviewedCalls(ctx: MemberCtx, calls: readonly Call[]): Promise<ReviewedCall[]> {
  return Promise.all(
    calls.map(async (call) => ({ call, rubric: await rubricFor(ctx, call.id), plan: await planOf(ctx, call.id) })),
  );
}

export const generateMetadata = deskMetadata((t) => t('settings.title'));

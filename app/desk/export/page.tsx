import { pickedIn } from '@/app/_http/export-selection';
import { page } from '@/app/_http/member-page';
import { askingBrowser } from '@/app/_http/member-session';
import { ExportPane } from '@/app/_ui/desk/export-pane';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { Rail } from '@/app/_ui/desk/rail';
import { queryOf, viewOf } from '@/app/_ui/desk/view';
import { railFacts } from '@/app/desk/facts';
import { isProved } from '@/domain/accounts/commands';
import { mayExport } from '@/domain/exports/rules';

/** Taking a selection along: what was ticked, or the view one came from. */
export default page(async ({ ctx, search, every, locale }) => {
  const { asked: picked, numbers } = pickedIn(every('pick'));
  const view = viewOf(search);
  const browser = await askingBrowser();
  const [rail, proved] = await Promise.all([railFacts({ ctx, locale }), browser ? isProved(ctx, browser) : false]);
  return (
    <main className="desk desk--wide">
      <Rail facts={rail} here="elsewhere" />
      <ExportPane
        facts={{
          numbers,
          nothing: numbers.length === 0 && (picked || view.name === 'withdrawn'),
          view: queryOf(view),
          mayExport: mayExport(ctx.actor),
          proved,
          asked: search.asked === '1',
          locale,
        }}
      />
    </main>
  );
});

export const generateMetadata = deskMetadata((t) => t('rail.export'));

import { isNumber } from '@/app/_http/ids';
import { page } from '@/app/_http/member-page';
import { DecideTogether } from '@/app/_ui/desk/decide-together';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { Rail } from '@/app/_ui/desk/rail';
import { railFacts } from '@/app/desk/facts';
import { bulkDrafts, draftTexts } from '@/domain/reviews/queries';
import { BULK_LIMIT, DECISION_KINDS } from '@/domain/reviews/rules';
import { translator } from '@/locales';

/** One decision on several applications: what each will be told, before anything is decided. */
export default page(async ({ ctx, search, every, locale }) => {
  const t = translator(locale, 'bulk');
  const picked = [...new Set(every('pick').filter(isNumber))];
  const numbers = picked.slice(0, BULK_LIMIT);
  const chosen = DECISION_KINDS.find((known) => known === search.kind) ?? null;
  // Which applications they are, and whether one may decide on them, is the same for all.
  const kind = chosen ?? DECISION_KINDS[0];
  const [rail, drafts, texts] = await Promise.all([
    railFacts({ ctx, locale }),
    bulkDrafts(ctx, { numbers, kind }),
    chosen ? draftTexts(ctx, { numbers, kind: chosen }) : new Map(),
  ]);
  const count = /^\d{1,3}$/.test(search.count ?? '') ? Number(search.count) : 0;
  const said = search.done === 'sent' || search.done === 'kept' ? t(search.done, { count }) : null;
  return (
    <main className="desk desk--wide">
      <Rail facts={rail} here="elsewhere" />
      <DecideTogether
        facts={{ kind: chosen, drafts, texts, picked: picked.length, missing: numbers.length - drafts.length, locale }}
        said={said}
      />
    </main>
  );
});

export const generateMetadata = deskMetadata((t) => t('decide.label'));

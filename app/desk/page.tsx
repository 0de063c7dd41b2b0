import { redirect } from 'next/navigation';
import { isNumber } from '@/app/_http/ids';
import { page } from '@/app/_http/member-page';
import type { MemberCtx } from '@/app/_http/member-session';
import { Keys } from '@/app/_ui/desk/keys.client';
import { deskMetadata, keyWords } from '@/app/_ui/desk/page-words';
import { QueuePane } from '@/app/_ui/desk/queue-pane';
import { Rail } from '@/app/_ui/desk/rail';
import { applicationAddress, FIRST_VIEW, viewOf } from '@/app/_ui/desk/view';
import { applicationForDesk } from '@/domain/applications/queries';
import { isAppError } from '@/domain/errors';
import { translator } from '@/locales';
import { queueFacts, railFacts } from './facts';

/** The queue, with nothing opened beside it. */
export default page(async ({ ctx, search, locale }) => {
  const t = translator(locale, 'desk.empty');
  const view = viewOf(search);
  const missing = search.find === undefined ? null : await open(ctx, search.find);
  const [rail, queue] = await Promise.all([railFacts({ ctx, locale }), queueFacts({ ctx, locale }, view)]);
  return (
    <main className="desk desk--review desk--list">
      <Rail facts={rail} here={{ view }} />
      <QueuePane facts={queue} notFound={missing ?? undefined} />
      <section className="reader" aria-label={t('title')}>
        <p className="topline" />
        <p className="subline" />
        <div className="reader__body as-text">
          <h2>{t('title')}</h2>
          <p className="by">{t('text')}</p>
        </div>
      </section>
      <div className="insp" aria-hidden="true">
        <p className="topline" />
        <p className="subline" />
      </div>
      <Keys words={keyWords(locale)} />
    </main>
  );
});

export const generateMetadata = deskMetadata((t) => t('queue.title'));

/** Goes to the application whose number was typed; returns what was typed where there is none to be seen. */
async function open(ctx: MemberCtx, typed: string): Promise<string | null> {
  const wanted = typed.trim().toUpperCase();
  if (wanted === '') return null;
  const number = `APP-${wanted
    .replace(/^APP[\s-]*/, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')}`;
  if (!isNumber(number)) return wanted.slice(0, 20);
  try {
    await applicationForDesk(ctx, number);
  } catch (error) {
    if (isAppError(error, 'not_found')) return wanted.slice(0, 20);
    throw error;
  }
  redirect(applicationAddress(number, { ...FIRST_VIEW, stage: 'all' }));
}

import { plainPage } from '@/app/_http/plain-page';
import { plainRoute } from '@/app/_http/plain-route';
import { ImprintPage } from '@/app/_ui/plain/text-pages';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ frame }) =>
  plainPage(frame, {
    title: translator(frame.locale, 'imprint')('title'),
    keeping: 'check-back',
    indexed: true,
    body: <ImprintPage frame={frame} />,
  }),
);

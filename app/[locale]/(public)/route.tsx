import { plainPage } from '@/app/_http/plain-page';
import { plainRoute } from '@/app/_http/plain-route';
import { CallList } from '@/app/_ui/plain/call-list';
import { openCalls } from '@/domain/calls/queries';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ ctx, frame }) => {
  const calls = await openCalls(ctx);
  return plainPage(frame, {
    title: translator(frame.locale, 'calls')('title'),
    keeping: 'check-back',
    indexed: true,
    body: <CallList frame={frame} calls={calls} />,
  });
});

import { endedReceiptCookie } from '@/app/_http/applicant-session';
import { askerFormRoute, askerRoute } from '@/app/_http/asker-route';
import { plainPage } from '@/app/_http/plain-page';
import { ErasedQuestion, EraseQuestion } from '@/app/_ui/plain/questions/mine';
import { eraseMyQuestion } from '@/domain/questions/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = askerRoute(({ frame }) =>
  plainPage(frame, {
    title: translator(frame.locale, 'questions')('eraseTitle'),
    personal: true,
    body: <EraseQuestion frame={frame} />,
  }),
);

export const POST = askerFormRoute(async ({ ctx, frame, session }) => {
  await eraseMyQuestion(ctx, { session });
  return plainPage(frame, {
    title: translator(frame.locale, 'questions')('erasedTitle'),
    personal: true,
    headers: { 'set-cookie': endedReceiptCookie(), 'clear-site-data': '"cache", "storage"' },
    body: <ErasedQuestion frame={frame} />,
  });
});

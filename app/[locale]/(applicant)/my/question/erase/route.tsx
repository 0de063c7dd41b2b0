import { endedReceiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { askerRoute } from '@/app/_http/asker-route';
import { endedPage } from '@/app/_http/code-page';
import { readFields } from '@/app/_http/multipart';
import { plainPage } from '@/app/_http/plain-page';
import { plainFormRoute } from '@/app/_http/plain-route';
import { ErasedQuestion, EraseQuestion } from '@/app/_ui/plain/questions/mine';
import { claimQuestionErasure, eraseMyQuestion } from '@/domain/questions/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = askerRoute(async ({ ctx, frame, session }) =>
  plainPage(frame, {
    title: translator(frame.locale, 'questions')('eraseTitle'),
    personal: true,
    body: <EraseQuestion frame={frame} claim={await claimQuestionErasure(ctx, { session })} />,
  }),
);

export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const { ctx, frame, request } = input;
  const session = receiptToken(request);
  const claim = (await readFields(request)).get('claim') ?? '';
  if (!session || !(await eraseMyQuestion(ctx, { session, claim }))) return endedPage(input);
  return plainPage(frame, {
    title: translator(frame.locale, 'questions')('erasedTitle'),
    personal: true,
    headers: { 'set-cookie': endedReceiptCookie(), 'clear-site-data': '"cache", "storage"' },
    body: <ErasedQuestion frame={frame} />,
  });
});

import { applicantRoute } from '@/app/_http/applicant-route';
import { endedReceiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { sessionEndedPage } from '@/app/_http/code-page';
import { endedDraftCookie } from '@/app/_http/draft-cookie';
import { plainPage } from '@/app/_http/plain-page';
import { plainFormRoute } from '@/app/_http/plain-route';
import { Erase, Erased } from '@/app/_ui/plain/mine/endings';
import { eraseInSession } from '@/domain/retention/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(({ frame, mine }) =>
  plainPage(frame, {
    title: translator(frame.locale, 'endings')('eraseTitle'),
    personal: true,
    body: <Erase frame={frame} isDraft={mine.state === 'draft'} />,
  }),
);

export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const { ctx, frame, request } = input;
  const token = receiptToken(request);
  const certificate = token && (await eraseInSession(ctx, token));
  if (!certificate) return sessionEndedPage(input, null);
  return plainPage(frame, {
    title: translator(frame.locale, 'endings')('erasedTitle'),
    personal: true,
    headers: { 'clear-site-data': '"cache", "storage"' },
    // A form still open in this browser must not begin anew with what was just erased.
    cookies: [endedReceiptCookie(), endedDraftCookie()],
    body: <Erased frame={frame} certificate={certificate} />,
  });
});

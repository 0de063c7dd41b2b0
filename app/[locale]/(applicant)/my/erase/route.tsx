import { applicantFormRoute, applicantRoute } from '@/app/_http/applicant-route';
import { endedReceiptCookie } from '@/app/_http/applicant-session';
import { endedDraftCookie } from '@/app/_http/draft-cookie';
import { plainPage } from '@/app/_http/plain-page';
import { Erase, Erased } from '@/app/_ui/plain/mine/endings';
import { eraseMyApplication } from '@/domain/retention/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(({ frame, mine }) =>
  plainPage(frame, {
    title: translator(frame.locale, 'endings')('eraseTitle'),
    personal: true,
    body: <Erase frame={frame} isDraft={mine.state === 'draft'} />,
  }),
);

export const POST = applicantFormRoute(async ({ ctx, frame }) => {
  const certificate = await eraseMyApplication(ctx);
  return plainPage(frame, {
    title: translator(frame.locale, 'endings')('erasedTitle'),
    personal: true,
    headers: { 'clear-site-data': '"cache", "storage"' },
    // A form still open in this browser must not begin anew with what was just erased.
    cookies: [endedReceiptCookie(), endedDraftCookie()],
    body: <Erased frame={frame} certificate={certificate} />,
  });
});

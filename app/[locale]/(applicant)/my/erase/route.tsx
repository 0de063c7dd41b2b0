import { applicantRoute } from '@/app/_http/applicant-route';
import { endedReceiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { endedPage } from '@/app/_http/code-page';
import { endedDraftCookie } from '@/app/_http/draft-cookie';
import { readFields } from '@/app/_http/multipart';
import { plainPage } from '@/app/_http/plain-page';
import { plainFormRoute } from '@/app/_http/plain-route';
import { Erase, Erased } from '@/app/_ui/plain/mine/endings';
import { claimErasure, eraseInSession } from '@/domain/retention/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(({ ctx, frame, mine, visit }) =>
  plainPage(frame, {
    title: translator(frame.locale, 'endings')('eraseTitle'),
    personal: true,
    body: <Erase frame={frame} isDraft={mine.state === 'draft'} claim={claimErasure(ctx, { session: visit.token })} />,
  }),
);

export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const { ctx, frame, request } = input;
  const session = receiptToken(request);
  const claim = (await readFields(request)).get('claim') ?? '';
  const certificate = session && (await eraseInSession(ctx, { session, claim }));
  if (!certificate) return endedPage(input);
  return plainPage(frame, {
    title: translator(frame.locale, 'endings')('erasedTitle'),
    personal: true,
    headers: { 'clear-site-data': '"cache", "storage"' },
    // A form still open in this browser must not begin anew with what was just erased.
    cookies: [endedReceiptCookie(), endedDraftCookie()],
    body: <Erased frame={frame} certificate={certificate} />,
  });
});

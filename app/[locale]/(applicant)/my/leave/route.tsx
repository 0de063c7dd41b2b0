import { endedReceiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { endedDraftCookie } from '@/app/_http/draft-cookie';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { EnterCode } from '@/app/_ui/plain/mine/enter-code';
import { leaveApplicantSession } from '@/domain/applications/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

/** Only what our pages left behind: "cookies" would also sign out the publication's other sites. */
const CLEARED = '"cache", "storage"';

/** "Leave quickly" without a script: everything this browser holds goes, and another page comes. Only from our own pages. */
export const GET = plainRoute<{ locale: string }>(async ({ ctx, frame, locale, request }) => {
  const isOurs = request.headers.get('sec-fetch-site') !== 'cross-site' && !request.headers.has('sec-purpose');
  if (!isOurs || !new URL(request.url).searchParams.has('now')) return seeOther(`/${locale}/my`);
  const token = receiptToken(request);
  if (token) await leaveApplicantSession(ctx, token);
  return leaving(seeOther(frame.publication.leaveUrl));
});

export const POST = plainFormRoute<{ locale: string }>(async ({ ctx, frame, request }) => {
  const token = receiptToken(request);
  if (token) await leaveApplicantSession(ctx, token);
  return plainPage(frame, {
    title: translator(frame.locale, 'my')('left'),
    personal: true,
    headers: { 'clear-site-data': CLEARED },
    cookies: [endedReceiptCookie(), endedDraftCookie()],
    body: <EnterCode frame={frame} typed="" error={null} hasLeft />,
  });
});

function leaving(response: Response): Response {
  response.headers.set('clear-site-data', CLEARED);
  for (const ended of [endedReceiptCookie(), endedDraftCookie()]) response.headers.append('set-cookie', ended);
  return response;
}

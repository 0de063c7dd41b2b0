import { endedReceiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { EnterCode } from '@/app/_ui/plain/mine/enter-code';
import { leaveApplicantSession } from '@/domain/applications/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ locale }) => seeOther(`/${locale}/my`));

export const POST = plainFormRoute<{ locale: string }>(async ({ ctx, frame, request }) => {
  const token = receiptToken(request);
  if (token) await leaveApplicantSession(ctx, token);
  return plainPage(frame, {
    title: translator(frame.locale, 'my')('left'),
    personal: true,
    // Only what this page itself left behind: "cookies" would also sign out the publication's other sites.
    headers: { 'set-cookie': endedReceiptCookie(), 'clear-site-data': '"cache", "storage"' },
    body: <EnterCode frame={frame} typed="" error={null} hasLeft />,
  });
});

import { endedReceiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { endedDraftCookie } from '@/app/_http/draft-cookie';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { EnterCode } from '@/app/_ui/plain/mine/enter-code';
import { leaveApplicantSession } from '@/domain/applications/commands';
import { leaveQuestionSession } from '@/domain/questions/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ locale }) => seeOther(`/${locale}/my`));

export const POST = plainFormRoute<{ locale: string }>(async ({ ctx, frame, request }) => {
  const token = receiptToken(request);
  const goesOn = new URL(request.url).searchParams.has('quickly');
  if (token) await Promise.all([leaveApplicantSession(ctx, token), leaveQuestionSession(ctx, token)]);
  return plainPage(frame, {
    title: translator(frame.locale, 'my')('left'),
    personal: true,
    // Only what our pages left behind: "cookies" would also sign out the publication's other sites.
    headers: {
      'clear-site-data': '"cache", "storage"',
      // Not a redirect: browsers refuse one that leads a form to another site.
      ...(goesOn ? { refresh: `0; url=${frame.publication.leaveUrl}` } : {}),
    },
    cookies: [endedReceiptCookie(), endedDraftCookie()],
    body: <EnterCode frame={frame} typed="" error={null} reason="left" />,
  });
});

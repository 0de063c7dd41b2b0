import { endedReceiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { endedDraftCookie } from '@/app/_http/draft-cookie';
import type { Frame } from '@/app/_http/frame';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { namelessFrame, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { EnterCode } from '@/app/_ui/plain/mine/enter-code';
import { leaveApplicantSession } from '@/domain/applications/commands';
import { leaveQuestionSession } from '@/domain/questions/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ locale }) => seeOther(`/${locale}/my`));

const leave = plainFormRoute<{ locale: string }>(async ({ ctx, frame, request }) => {
  const token = receiptToken(request);
  if (token) await Promise.all([leaveApplicantSession(ctx, token), leaveQuestionSession(ctx, token)]);
  return leftPage(frame, request);
});

/** A fault of ours keeps nobody here: the browser forgets, though the session ends only with its hours. */
export const POST: typeof leave = async (request, context) => {
  const answer = await leave(request, context);
  return answer.status < 500 ? answer : leftPage(namelessFrame(request), request);
};

function leftPage(frame: Frame, request: Request): Promise<Response> {
  const goesOn = new URL(request.url).searchParams.has('quickly');
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
}

import { applicantVisit } from '@/app/_http/applicant-session';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { plainRoute } from '@/app/_http/plain-route';
import { StatusPage } from '@/app/_ui/plain/mine/status-page';
import { myApplication } from '@/domain/applications/queries';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ ctx, frame, request, locale }) => {
  const visit = await applicantVisit(ctx, request);
  if (!visit) return seeOther(`/${locale}/my`);
  const mine = await myApplication(visit.ctx);
  return plainPage(frame, {
    title: translator(locale, 'status')('title'),
    personal: true,
    callPath: `/calls/${mine.callSlug}`,
    body: <StatusPage frame={frame} mine={mine} code={visit.code} />,
  });
});

import { applicantFormRoute, applicantRoute } from '@/app/_http/applicant-route';
import { seeOther } from '@/app/_http/plain-page';
import { showMyName } from '@/domain/applications/commands';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(async ({ locale }) => seeOther(`/${locale}/my/application`));

/** The applicant lets the editors see the name behind the working name. */
export const POST = applicantFormRoute(async ({ ctx, locale }) => {
  await showMyName(ctx);
  return seeOther(`/${locale}/my/application#working-name`);
});

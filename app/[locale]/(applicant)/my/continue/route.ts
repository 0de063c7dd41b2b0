import { applicantFormRoute, applicantRoute } from '@/app/_http/applicant-route';
import { formPage } from '@/app/_http/form-page';
import { seeOther } from '@/app/_http/plain-page';
import { callNotice } from '@/domain/calls/queries';
import { resumeDraft } from '@/domain/intake/commands';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute(async ({ locale }) => seeOther(`/${locale}/my/application`));

/** The saved draft as a form one can go on with. A POST, because the form gets a token of its own each time. */
export const POST = applicantFormRoute(async ({ ctx, strangerCtx, frame, locale, mine }) => {
  if (mine.state !== 'draft') return seeOther(`/${locale}/my/application`);
  const call = await callNotice(strangerCtx, mine.callSlug);
  const view = await resumeDraft(ctx);
  return formPage({ frame, call, view, errors: [], reason: 'resumed', now: ctx.now, fileNames: new Map() });
});

import { applicantVisit } from '@/app/_http/applicant-session';
import { formPage } from '@/app/_http/form-page';
import { seeOther } from '@/app/_http/plain-page';
import { plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { myApplication } from '@/domain/applications/queries';
import { callNotice } from '@/domain/calls/queries';
import { resumeDraft } from '@/domain/intake/commands';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ locale }) => seeOther(`/${locale}/my/application`));

/** The saved draft as a form one can go on with. A POST, because the form gets a token of its own each time. */
export const POST = plainFormRoute<{ locale: string }>(async ({ ctx, frame, request, locale }) => {
  const visit = await applicantVisit(ctx, request);
  if (!visit) return seeOther(`/${locale}/my`);
  const mine = await myApplication(visit.ctx);
  if (mine.state !== 'draft') return seeOther(`/${locale}/my/application`);
  const call = await callNotice(ctx, mine.callSlug);
  const view = await resumeDraft(visit.ctx);
  return formPage({ frame, call, view, errors: [], reason: 'resumed', now: ctx.now, fileNames: new Map() });
});

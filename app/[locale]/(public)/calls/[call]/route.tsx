import { plainPage } from '@/app/_http/plain-page';
import { plainRoute } from '@/app/_http/plain-route';
import { Notice } from '@/app/_ui/plain/notice/notice';
import { callNotice } from '@/domain/calls/queries';
import { callText } from '@/domain/calls/rules';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string; call: string }>(async ({ ctx, frame, params }) => {
  const call = await callNotice(ctx, params.call);
  const { text } = callText(call, frame.locale);
  return plainPage(frame, {
    title: text.title,
    description: text.lead,
    keeping: 'check-back',
    indexed: true,
    body: <Notice frame={frame} call={call} isOpen={call.takesApplications} />,
  });
});

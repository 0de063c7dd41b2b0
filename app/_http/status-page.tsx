import { type Attempt, StatusPage } from '@/app/_ui/plain/mine/status-page';
import { callNotice } from '@/domain/calls/queries';
import { myOpenUploads } from '@/domain/intake/queries';
import { translator } from '@/locales';
import type { ApplicantInput } from './applicant-route';
import { plainPage } from './plain-page';

/** The applicant's own page, with what became of an attempt that was refused. */
export async function statusPage(input: ApplicantInput, attempt: Attempt = {}, status = 200): Promise<Response> {
  const { ctx, frame, mine, visit, strangerCtx } = input;
  const call = await callNotice(strangerCtx, mine.callSlug);
  return plainPage(frame, {
    title: translator(frame.locale, 'status')('title'),
    status,
    personal: true,
    callPath: `/calls/${mine.callSlug}`,
    body: (
      <StatusPage
        frame={frame}
        mine={mine}
        code={visit.code}
        isCallOpen={call.takesApplications}
        uploads={await myOpenUploads(ctx)}
        attempt={attempt}
      />
    ),
  });
}

import { type MyApplication, myApplication } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { type ApplicantVisit, applicantVisit } from './applicant-session';
import { type Keeps, sessionEndedPage } from './code-page';
import { seeOther } from './plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from './plain-route';

type Params = { locale: string };

export type ApplicantInput = Omit<PlainInput<Params>, 'ctx'> & {
  /** the applicant's own context */
  ctx: Ctx;
  /** what anybody may see */
  strangerCtx: Ctx;
  visit: ApplicantVisit;
  mine: MyApplication;
};

type Handler = (input: ApplicantInput) => Promise<Response>;

/** A page of one applicant; whoever has no session is asked for the code. */
export function applicantRoute(handler: Handler) {
  return plainRoute<Params>((input) => asApplicant(input, handler, async () => seeOther(`/${input.locale}/my`)));
}

/** @param keeps what somebody may have written, so that it is not lost where the session has ended meanwhile */
export function applicantFormRoute(handler: Handler, keeps: Keeps | null = null) {
  return plainFormRoute<Params>((input) => asApplicant(input, handler, () => sessionEndedPage(input, keeps)));
}

async function asApplicant(
  input: PlainInput<Params>,
  handler: Handler,
  withoutSession: () => Promise<Response>,
): Promise<Response> {
  const visit = await applicantVisit(input.ctx, input.request);
  if (!visit) return withoutSession();
  const mine = await myApplication(visit.ctx);
  return handler({ ...input, ctx: visit.ctx, strangerCtx: input.ctx, visit, mine });
}

import { type MyApplication, myApplication } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { type ApplicantVisit, applicantVisit } from './applicant-session';
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
  return plainRoute<Params>((input) => asApplicant(input, handler));
}

export function applicantFormRoute(handler: Handler) {
  return plainFormRoute<Params>((input) => asApplicant(input, handler));
}

async function asApplicant(input: PlainInput<Params>, handler: Handler): Promise<Response> {
  const visit = await applicantVisit(input.ctx, input.request);
  if (!visit) return seeOther(`/${input.locale}/my`);
  const mine = await myApplication(visit.ctx);
  return handler({ ...input, ctx: visit.ctx, strangerCtx: input.ctx, visit, mine });
}

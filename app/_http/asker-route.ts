import { questionSession } from '@/domain/questions/commands';
import { type MyQuestion, myQuestion } from '@/domain/questions/queries';
import { receiptToken } from './applicant-session';
import { type Keeps, sessionEndedPage } from './code-page';
import { seeOther } from './plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from './plain-route';

type Params = { locale: string };

export type AskerInput = PlainInput<Params> & {
  /** what the browser holds; it opens this question and nothing else */
  session: string;
  mine: MyQuestion;
};

type Handler = (input: AskerInput) => Promise<Response>;

/** A page of whoever asked one question; who has no session is asked for the code. */
export function askerRoute(handler: Handler) {
  return plainRoute<Params>((input) => asAsker(input, handler, async () => seeOther(`/${input.locale}/my`)));
}

/** @param keeps what somebody may have written, so that it is not lost where the session has ended meanwhile */
export function askerFormRoute(handler: Handler, keeps: Keeps | null = null) {
  return plainFormRoute<Params>((input) => asAsker(input, handler, () => sessionEndedPage(input, keeps)));
}

async function asAsker(
  input: PlainInput<Params>,
  handler: Handler,
  withoutSession: () => Promise<Response>,
): Promise<Response> {
  const session = receiptToken(input.request);
  if (!session || !(await questionSession(input.ctx, session))) return withoutSession();
  return handler({ ...input, session, mine: await myQuestion(input.ctx, session) });
}

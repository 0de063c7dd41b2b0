import { questionSession } from '@/domain/questions/commands';
import { type MyQuestion, myQuestion } from '@/domain/questions/queries';
import { receiptToken } from './applicant-session';
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
  return plainRoute<Params>((input) => asAsker(input, handler));
}

export function askerFormRoute(handler: Handler) {
  return plainFormRoute<Params>((input) => asAsker(input, handler));
}

async function asAsker(input: PlainInput<Params>, handler: Handler): Promise<Response> {
  const session = receiptToken(input.request);
  if (!session || !(await questionSession(input.ctx, session))) return seeOther(`/${input.locale}/my`);
  return handler({ ...input, session, mine: await myQuestion(input.ctx, session) });
}

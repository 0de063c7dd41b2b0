import { applicantVisit, type Begun, receiptCookie, receiptToken, visitBegun } from '@/app/_http/applicant-session';
import { codePage, keptWords } from '@/app/_http/code-page';
import { readFields } from '@/app/_http/multipart';
import { seeOther } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { questionPage } from '@/app/_http/question-page';
import { statusPage } from '@/app/_http/status-page';
import { withdrawPage } from '@/app/_http/withdraw-page';
import type { KeptWords } from '@/app/_ui/plain/mine/enter-code';
import { enterReceiptCode, entryMark, isJustEntered } from '@/domain/applications/commands';
import { myApplication } from '@/domain/applications/queries';
import { isAppError } from '@/domain/errors';
import { enterQuestionCode, questionSession } from '@/domain/questions/commands';
import { myQuestion } from '@/domain/questions/queries';

export const dynamic = 'force-dynamic';

type Input = PlainInput<{ locale: string }>;
type Entered = ({ page: 'application' } & Begun) | { page: 'question'; session: string };

/** A right code leads here again: whoever then comes without the cookie has a browser that refuses it, and is told so. */
const ENTERED = 'entered';

export const GET = plainRoute<{ locale: string }>(async (input) => {
  if (await applicantVisit(input.ctx, input.request)) return seeOther(`/${input.locale}/my/application`);
  const token = receiptToken(input.request);
  if (token && (await questionSession(input.ctx, token))) return seeOther(`/${input.locale}/my/question`);
  const mark = new URL(input.request.url).searchParams.get(ENTERED) ?? '';
  const reason = isJustEntered(input.ctx, mark) ? 'cookie' : null;
  return codePage(input, { typed: '', refusal: null, kept: null, reason });
});

export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const fields = await readFields(input.request);
  const typed = fields.get('code') ?? '';
  const kept = keptWords(fields.get('kept'), fields.get('to'));
  try {
    const entered = await enter(input, typed);
    if (kept) return await wordsAgain(input, entered, kept);
    const next = `/${input.locale}/my?${ENTERED}=${entryMark(input.ctx)}`;
    return seeOther(next, { 'set-cookie': receiptCookie(entered.session) });
  } catch (error) {
    if (isAppError(error, 'unknown_code') || isAppError(error, 'too_many_tries'))
      return codePage(input, { typed, refusal: error, kept });
    throw error;
  }
});

/** One door for both kinds of code: who holds one need not know what it is of. */
async function enter({ ctx }: Input, typed: string): Promise<Entered> {
  const otherwise = async () => ({ page: 'question' as const, ...(await enterQuestionCode(ctx, { typed })) });
  const entered = await enterReceiptCode(ctx, { typed, otherwise });
  return 'page' in entered ? entered : { page: 'application', ...entered, code: null };
}

/** What had been written before the code was asked for stands in its form again, to be looked at and sent. */
async function wordsAgain(input: Input, entered: Entered, { text, to }: KeptWords): Promise<Response> {
  const written = { typed: text, error: null };
  const response =
    entered.page === 'question'
      ? await questionPage({ ...input, mine: await myQuestion(input.ctx, entered.session) }, written)
      : await applicationWith(input, entered, { written, to });
  response.headers.append('set-cookie', receiptCookie(entered.session));
  return response;
}

async function applicationWith(
  input: Input,
  begun: Begun,
  { written, to }: { written: { typed: string; error: null }; to: KeptWords['to'] },
): Promise<Response> {
  const visit = visitBegun(input.ctx, begun);
  const mine = await myApplication(visit.ctx);
  if (to === 'withdraw' && mine.state === 'submitted') return withdrawPage(input, written);
  return statusPage({ ...input, ctx: visit.ctx, strangerCtx: input.ctx, visit, mine }, { letter: written });
}

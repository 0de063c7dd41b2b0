import { applicantVisit, receiptCookie, receiptToken } from '@/app/_http/applicant-session';
import { errorText, statusOf } from '@/app/_http/error-text';
import { readFields } from '@/app/_http/multipart';
import { plainPage, seeOther } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { EnterCode } from '@/app/_ui/plain/mine/enter-code';
import { enterReceiptCode } from '@/domain/applications/commands';
import { type AppError, isAppError } from '@/domain/errors';
import { enterQuestionCode, questionSession } from '@/domain/questions/commands';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

type Input = PlainInput<{ locale: string }>;

export const GET = plainRoute<{ locale: string }>(async (input) => {
  if (await applicantVisit(input.ctx, input.request)) return seeOther(`/${input.locale}/my/application`);
  const token = receiptToken(input.request);
  if (token && (await questionSession(input.ctx, token))) return seeOther(`/${input.locale}/my/question`);
  return codePage(input, { typed: '', refusal: null });
});

export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const typed = (await readFields(input.request)).get('code') ?? '';
  try {
    const { session, page } = await enter(input, typed);
    return seeOther(`/${input.locale}/my/${page}`, { 'set-cookie': receiptCookie(session) });
  } catch (error) {
    if (isAppError(error, 'unknown_code') || isAppError(error, 'too_many_tries'))
      return codePage(input, { typed, refusal: error });
    throw error;
  }
});

/** One door for both kinds of code: who holds one need not know what it is of. */
async function enter({ ctx }: Input, typed: string): Promise<{ session: string; page: 'application' | 'question' }> {
  try {
    return { session: (await enterReceiptCode(ctx, { typed })).session, page: 'application' };
  } catch (error) {
    if (!isAppError(error, 'unknown_code')) throw error;
    return { session: (await enterQuestionCode(ctx, { typed })).session, page: 'question' };
  }
}

function codePage(
  { frame }: Input,
  { typed, refusal }: { typed: string; refusal: AppError | null },
): Promise<Response> {
  const minutes = refusal?.code === 'too_many_tries' ? Number(refusal.details.minutes ?? 15) : null;
  return plainPage(frame, {
    title: translator(frame.locale, 'my')('title'),
    status: refusal ? statusOf(refusal.code) : 200,
    headers: minutes === null ? {} : { 'retry-after': String(minutes * 60) },
    personal: true,
    body: <EnterCode frame={frame} typed={typed.slice(0, 80)} error={refusal && errorText(frame.locale, refusal)} />,
  });
}

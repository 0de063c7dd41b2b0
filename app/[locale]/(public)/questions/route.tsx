import { applicantVisit, receiptCookie } from '@/app/_http/applicant-session';
import { readFields } from '@/app/_http/multipart';
import { plainPage } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { type AskModel, NOTHING_TYPED } from '@/app/_ui/plain/questions/ask-form';
import { QuestionReceipt } from '@/app/_ui/plain/questions/mine';
import { QuestionsPage } from '@/app/_ui/plain/questions/questions-page';
import { openCalls } from '@/domain/calls/queries';
import { callText } from '@/domain/calls/rules';
import { isFormToken, judgeSending, newFormToken } from '@/domain/intake/commands';
import { askQuestion, type Receipt } from '@/domain/questions/commands';
import { readQuestion } from '@/domain/questions/input';
import { myQuestion, questionsAddress } from '@/domain/questions/queries';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

type Input = PlainInput<{ locale: string }>;
type Fields = ReadonlyMap<string, string>;

// Each page has a token of its own: a page kept by the browser would ask the same question again.
export const GET = plainRoute<{ locale: string }>(async (input) => askingPage(input, {}));

export const POST = plainFormRoute<{ locale: string }>(async (input) => {
  const { ctx, locale, request } = input;
  const fields = await readFields(request);
  const typed = typedIn(fields);
  const token = fields.get('token') ?? '';
  const isOurs = isFormToken(ctx, 'question', token);
  const again = { typed, ...(isOurs ? { token } : {}) };
  const read = readQuestion({ ...typed, callSlug: typed.call });
  if ('faults' in read) return askingPage(input, { ...again, faults: read.faults }, 422);
  const verdict = await judgeSending(ctx, {
    form: 'question',
    token: isOurs ? token : '',
    address: read.question.email || null,
    website: fields.get('website') ?? '',
    pause: fields.get('pause') ?? '',
    proof: fields.get('proof') ?? '',
  });
  if (verdict.kind === 'refuse')
    return askingPage(input, { ...again, wait: { seconds: null, minutes: verdict.minutes } }, 429);
  if (verdict.kind === 'pause')
    return askingPage(
      input,
      { ...again, pause: verdict.pause, wait: { seconds: verdict.seconds, minutes: null } },
      429,
    );
  const receipt = await askQuestion(ctx, {
    ...read.question,
    locale,
    token: isOurs ? token : newFormToken(ctx, 'question'),
  });
  return receiptPage(input, receipt);
});

function typedIn(fields: Fields): AskModel['typed'] {
  const line = (name: string) => (fields.get(name) ?? '').replaceAll('\0', '').replace(/\r\n?/g, '\n');
  return {
    text: line('text'),
    name: line('name'),
    email: line('email'),
    call: line('call'),
    quiet: fields.has('quiet'),
    noMail: fields.has('noMail'),
  };
}

type Again = Partial<Pick<AskModel, 'typed' | 'token' | 'wait' | 'pause' | 'faults'>>;

async function askingPage({ ctx, frame }: Input, again: Again, status = 200): Promise<Response> {
  const calls = (await openCalls(ctx)).map((call) => ({
    slug: call.slug,
    title: callText(call, frame.locale).text.title,
  }));
  const model: AskModel = {
    frame,
    calls,
    token: again.token ?? newFormToken(ctx, 'question'),
    typed: again.typed ?? NOTHING_TYPED,
    faults: again.faults ?? [],
    wait: again.wait ?? null,
    pause: again.pause ?? '',
  };
  return plainPage(frame, {
    title: translator(frame.locale, 'questions')('title'),
    status,
    keeping: 'never',
    indexed: status === 200,
    body: <QuestionsPage model={model} hasAddress={(await questionsAddress(ctx)) !== null} />,
  });
}

/** Answers here and not after a redirect, so that a browser without cookies still sees its code. */
async function receiptPage({ ctx, frame, request }: Input, { session, code }: Receipt): Promise<Response> {
  // One cookie: an application that is open in this browser stays open.
  const hasSession = (await applicantVisit(ctx, request)) === null;
  return plainPage(frame, {
    title: translator(frame.locale, 'questions')('receiptTitle'),
    personal: true,
    headers: hasSession ? { 'set-cookie': receiptCookie(session) } : {},
    body: <QuestionReceipt frame={frame} mine={await myQuestion(ctx, session)} code={code} hasSession={hasSession} />,
  });
}

import { receiptCookie, visitOf } from '@/app/_http/applicant-session';
import { type ReadForm, readForm } from '@/app/_http/multipart';
import { plainPage } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { ApplicationForm } from '@/app/_ui/plain/form/application-form';
import { ClosedCall } from '@/app/_ui/plain/form/closed-call';
import type { FormModel } from '@/app/_ui/plain/form/form-model';
import { Receipt } from '@/app/_ui/plain/mine/receipt';
import { newDraftToken } from '@/domain/applications/commands';
import { answersInput } from '@/domain/applications/input';
import { myApplication } from '@/domain/applications/queries';
import { type CallNotice, callNotice } from '@/domain/calls/queries';
import { beginIntake, type Intake } from '@/domain/intake/commands';
import type { FormOutcome } from '@/domain/intake/input';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

type Params = { locale: string; call: string };
type Input = PlainInput<Params>;

export const GET = plainRoute<Params>(async (input) => {
  const call = await callNotice(input.ctx, input.params.call);
  if (!call.takesApplications) return closedPage(input, call);
  return formPage(input, { ...freshForm(input, call), status: 200 });
});

export const POST = plainFormRoute<Params>(async (input) => {
  const call = await callNotice(input.ctx, input.params.call);
  const intake = await beginIntake(input.ctx, { callSlug: call.slug, locale: input.locale });
  const read = await readForm(input.request, intake);
  if (read === 'whole') return answer(input, call, await intake.finish());
  if (read === 'too_much') return tooMuchPage(input, call, intake);
  return formPage(input, { ...freshForm(input, call), reason: 'not_read', status: statusOfUnread(read) });
});

type FormPage = FormModel & { status: number };

function formPage({ frame }: Input, { status, ...model }: FormPage): Promise<Response> {
  const t = translator(frame.locale, 'apply');
  const hasFaults = model.errors.length > 0;
  return plainPage(frame, {
    title: hasFaults ? t('titleWithFaults', { count: model.errors.length }) : t('title'),
    status,
    skipTo: 'form',
    personal: true,
    callPath: `/calls/${model.call.slug}`,
    body: <ApplicationForm model={model} />,
  });
}

function freshForm({ ctx, frame }: Input, call: CallNotice): FormModel {
  const view = { draft: newDraftToken(ctx), values: answersInput.parse({}), documents: {}, code: null };
  return { frame, call, view, errors: [], reason: 'fresh', now: ctx.now };
}

async function answer(input: Input, call: CallNotice, outcome: FormOutcome): Promise<Response> {
  if (outcome.kind === 'sent') return receiptPage(input, call, outcome);
  const { form: view, errors, notice, status } = outcome;
  return formPage(input, {
    frame: input.frame,
    call,
    view,
    errors,
    reason: notice ?? 'missing',
    now: input.ctx.now,
    status,
  });
}

type Sent = Extract<FormOutcome, { kind: 'sent' }>;

/** Answers here and not after a redirect, so that a browser without cookies still sees its code. */
async function receiptPage(
  { ctx, frame }: Input,
  call: CallNotice,
  { number, code, session, replay }: Sent,
): Promise<Response> {
  const visit = await visitOf(ctx, session);
  const mine = await myApplication(visit.ctx);
  return plainPage(frame, {
    title: translator(frame.locale, 'receipt')('title'),
    personal: true,
    callPath: `/calls/${call.slug}`,
    headers: { 'set-cookie': receiptCookie(session) },
    body: <Receipt frame={frame} mine={{ ...mine, number }} code={code} isReplay={replay} />,
  });
}

/** The fields before the first file have been read: they are kept, and nothing is sent. */
async function tooMuchPage(input: Input, call: CallNotice, intake: Intake): Promise<Response> {
  intake.field('action', 'save');
  const outcome = await intake.finish();
  if (outcome.kind === 'sent') return answer(input, call, outcome);
  const { form: view, errors } = outcome;
  return formPage(input, {
    frame: input.frame,
    call,
    view,
    errors,
    reason: 'too_much',
    now: input.ctx.now,
    status: 413,
  });
}

function closedPage({ frame }: Input, call: CallNotice): Promise<Response> {
  return plainPage(frame, {
    title: translator(frame.locale, 'apply')('closedTitle'),
    status: 410,
    personal: true,
    callPath: `/calls/${call.slug}`,
    body: <ClosedCall frame={frame} call={call} />,
  });
}

function statusOfUnread(read: Exclude<ReadForm, 'whole' | 'too_much'>): number {
  return read === 'not_a_form' ? 415 : 400;
}

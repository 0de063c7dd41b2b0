import { receiptCookie, visitBegun } from '@/app/_http/applicant-session';
import { draftInBrowser, endedDraftCookie } from '@/app/_http/draft-cookie';
import { formPage } from '@/app/_http/form-page';
import { readForm } from '@/app/_http/multipart';
import { plainPage } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { ClosedCall } from '@/app/_ui/plain/form/closed-call';
import type { FormModel, FormReason } from '@/app/_ui/plain/form/form-model';
import { Receipt } from '@/app/_ui/plain/mine/receipt';
import { myApplication } from '@/domain/applications/queries';
import { type CallNotice, callNotice } from '@/domain/calls/queries';
import { cleanFileName } from '@/domain/documents/rules';
import { beginIntake, draftForm, freshForm, type Intake } from '@/domain/intake/commands';
import type { FormOutcome } from '@/domain/intake/input';
import { begunDraft } from '@/domain/intake/queries';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

type Params = { locale: string; call: string };
type Input = PlainInput<Params>;

export const GET = plainRoute<Params>(async (input) => {
  const call = await callNotice(input.ctx, input.params.call);
  if (!call.takesApplications) return closedPage(input, call);
  const begun = await begunHere(input, call);
  if (begun && new URL(input.request.url).searchParams.has('begun')) {
    const view = await draftForm(input.ctx, { draftToken: begun.token });
    if (view) return formPage({ ...fresh(input, call), view, reason: 'resumed', now: begun.savedAt });
  }
  return formPage({ ...fresh(input, call), begunAt: begun?.savedAt ?? null });
});

export const POST = plainFormRoute<Params>(async (input) => {
  const [call, intake] = await Promise.all([
    callNotice(input.ctx, input.params.call),
    beginIntake(input.ctx, { callSlug: input.params.call, locale: input.locale }),
  ]);
  const posted: Posted = { input, call, intake, fileNames: new Map() };
  const read = await readForm(input.request, {
    field: intake.field,
    file(name, fileName, stream) {
      posted.fileNames.set(name, cleanFileName(fileName));
      return intake.file(name, fileName, stream, { freesChunks: true });
    },
    whole: intake.whole,
  });
  if (read === 'whole') return answer(posted, await intake.finish());
  if (read === 'too_much') return keepWhatCame(posted, 'too_much', 413);
  if (read === 'not_a_form') return formPage({ ...fresh(input, call), reason: 'not_read' }, 415);
  // Nobody is there to read an answer; files that came whole are kept under the form's token, and so is the text.
  if (read === 'gone') {
    await intake.brokeOff();
    return new Response(null, { status: 400 });
  }
  return keepWhatCame(posted, 'not_read', 400);
});

/** What somebody has begun in this browser, and left not too long ago. */
async function begunHere({ ctx, request }: Input, call: CallNotice): Promise<{ token: string; savedAt: Date } | null> {
  const token = draftInBrowser(request);
  const savedAt = token && (await begunDraft(ctx, { token, callSlug: call.slug }));
  return token && savedAt ? { token, savedAt } : null;
}

type Posted = { input: Input; call: CallNotice; intake: Intake; fileNames: Map<string, string> };

function fresh({ ctx, frame }: Input, call: CallNotice): FormModel {
  return { frame, call, view: freshForm(ctx), errors: [], reason: 'fresh', now: ctx.now, fileNames: new Map() };
}

async function answer(posted: Posted, outcome: FormOutcome, not?: { reason: FormReason; status: number }) {
  if (outcome.kind === 'sent') return receiptPage(posted, outcome);
  const { input, call, fileNames } = posted;
  const { form: view, errors, notice, status, wait } = outcome;
  const reason = not?.reason ?? notice ?? 'missing';
  const { frame, ctx } = input;
  return formPage({ frame, call, view, errors, reason, now: ctx.now, fileNames, wait }, not?.status ?? status);
}

/** Only the beginning of the form was read: it is kept, and nothing is sent. */
async function keepWhatCame(posted: Posted, reason: FormReason, status: number): Promise<Response> {
  await posted.intake.brokeOff();
  posted.intake.field('action', 'save');
  return answer(posted, await posted.intake.finish(), { reason, status });
}

type Sent = Extract<FormOutcome, { kind: 'sent' }>;

/** Answers here and not after a redirect, so that a browser without cookies still sees its code. */
async function receiptPage({ input, call }: Posted, sent: Sent): Promise<Response> {
  const { ctx, frame } = input;
  const { number, code, session, replay } = sent;
  const mine = await myApplication(visitBegun(ctx, sent).ctx);
  return plainPage(frame, {
    title: translator(frame.locale, 'receipt')('title'),
    personal: true,
    callPath: `/calls/${call.slug}`,
    cookies: [receiptCookie(session), endedDraftCookie()],
    body: <Receipt frame={frame} mine={{ ...mine, number }} code={code} isReplay={replay} />,
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

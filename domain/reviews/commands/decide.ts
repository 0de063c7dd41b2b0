import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { decisions } from '@/db/schema/reviews';
import type { MemberActor } from '@/domain/actor';
import { type LockedApplication, lockForDecision, markChanged, moveTo } from '@/domain/applications/commands';
import { answersForList, keyOf } from '@/domain/applications/sealing';
import { shownName } from '@/domain/applications/shown-name';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { dropMail, releaseMail, requestMail, writeLetter } from '@/domain/messages/commands';
import { parseAddress } from '@/domain/messages/rules';
import { inboxesOf } from '@/domain/settings/queries';
import { isWithheldFrom } from '@/domain/settings/withheld';
import { knownLocale } from '@/locales';
import { openJson, sealJson } from '@/platform/vault';
import { answerInput, type DecideInput, decideInput } from '../input';
import { stageAfter } from '../rules';
import { asSent } from '../wording';

/**
 * Decides on an application. The answer waits in the outbox until it is released; a decision that already waits is
 * replaced. Where the application's answers are damaged, it waits for the applicant's page: nobody knows their address.
 * Errors: not_found, not_allowed, conflict {stage}, invalid_input, unknown_placeholder {placeholder, field}.
 */
export async function decide(ctx: Ctx, input: DecideInput): Promise<{ decisionId: string; version: number }> {
  const parsed = decideInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const { number, version, kind } = parsed.data;
  const member = memberOf(ctx);
  return transaction(ctx, async (tx) => {
    const application = await lockForDecision(tx, { number, version });
    // The name opens with the decision, also where that is taken back a moment later: the trail says who has seen it.
    const isWithheld = await isWithheldFrom(tx, application.id);
    if (isWithheld)
      await record(tx, { verb: 'application.unmasked', subject: { kind: 'application', id: application.id } });
    await undoPending(tx, application.id);
    const decisionId = randomUUID();
    const key = await keyOf(tx, application.id);
    const answers = answersForList(key, application.id, application.sealedAnswers);
    const name = answers ? shownName(answers).name : number;
    const locale = knownLocale(application.locale);
    const { callId } = application;
    const { subject, text } = await asSent(tx, parsed.data, { callId, number, name, locale, isWithheld });
    const outboxId = answers && (await holdMail(tx, application, { number, subject, text, email: answers.email }));
    await tx.db.insert(decisions).values({
      id: decisionId,
      applicationId: application.id,
      kind,
      memberId: member.memberId,
      sealedAnswer: sealJson(key, `decision:${decisionId}`, { subject, text }),
      locale: application.locale,
      outboxId,
      decidedAt: tx.now,
    });
    await markChanged(tx, application.id);
    await record(tx, {
      verb: 'decision.made',
      subject: { kind: 'application', id: application.id },
      details: { kind },
    });
    return { decisionId, version: application.version + 1 };
  });
}

/**
 * Lets a waiting decision go: the answer stands on the applicant's page and leaves by mail, and the stage moves.
 * Errors: not_found, not_allowed, conflict, nothing_to_undo (no decision waits: it was released or taken back).
 */
export async function releaseDecision(ctx: Ctx, input: { number: string; version: number }): Promise<void> {
  const member = memberOf(ctx);
  await transaction(ctx, async (tx) => {
    const application = await lockForDecision(tx, input);
    const pending = await pendingOf(tx, application.id);
    if (!pending) throw new AppError('nothing_to_undo');
    const key = await keyOf(tx, application.id);
    const answer = answerInput.parse(openJson(key, `decision:${pending.id}`, pending.sealedAnswer));
    await writeLetter(tx, {
      applicationId: application.id,
      author: 'editors',
      memberId: member.memberId,
      ...answer,
      locale: knownLocale(pending.locale),
      outboxId: pending.outboxId,
    });
    if (pending.outboxId) await releaseMail(tx, pending.outboxId);
    await tx.db.update(decisions).set({ state: 'released', releasedAt: tx.now }).where(eq(decisions.id, pending.id));
    await moveTo(tx, application, stageAfter(pending.kind));
    await record(tx, {
      verb: 'decision.released',
      subject: { kind: 'application', id: application.id },
      details: { kind: pending.kind },
    });
  });
}

/** Takes a waiting decision back; nobody is told. Errors: not_found, not_allowed, conflict, nothing_to_undo. */
export async function undoDecision(ctx: Ctx, input: { number: string; version: number }): Promise<void> {
  await transaction(ctx, async (tx) => {
    const application = await lockForDecision(tx, input);
    if (!(await undoPending(tx, application.id))) throw new AppError('nothing_to_undo');
    await markChanged(tx, application.id);
  });
}

function memberOf(ctx: Ctx): MemberActor {
  if (ctx.actor.kind !== 'member') throw new AppError('not_found');
  return ctx.actor;
}

async function pendingOf(tx: TxCtx, applicationId: string) {
  const [pending] = await tx.db
    .select({
      id: decisions.id,
      kind: decisions.kind,
      sealedAnswer: decisions.sealedAnswer,
      locale: decisions.locale,
      outboxId: decisions.outboxId,
    })
    .from(decisions)
    .where(and(eq(decisions.applicationId, applicationId), eq(decisions.state, 'pending')))
    .for('update');
  return pending ?? null;
}

async function undoPending(tx: TxCtx, applicationId: string): Promise<boolean> {
  const pending = await pendingOf(tx, applicationId);
  if (!pending) return false;
  if (pending.outboxId) await dropMail(tx, pending.outboxId);
  await tx.db.update(decisions).set({ state: 'undone' }).where(eq(decisions.id, pending.id));
  await record(tx, {
    verb: 'decision.undone',
    subject: { kind: 'application', id: applicationId },
    details: { kind: pending.kind },
  });
  return true;
}

/** No mail for those who gave no address or want none: their answer waits behind the code. */
async function holdMail(
  tx: TxCtx,
  application: LockedApplication,
  { email, ...answer }: { number: string; subject: string; text: string; email: string },
): Promise<string | null> {
  const address = parseAddress(email);
  if (!address || application.noMail) return null;
  const [editorial] = (await inboxesOf(tx, application.callId)).editorial;
  const { outboxId } = await requestMail(tx, {
    template: 'answer',
    to: { kind: 'applicant', applicationId: application.id, address },
    locale: knownLocale(application.locale),
    quiet: application.quiet,
    held: true,
    replyTo: editorial?.address,
    params: answer,
  });
  return outboxId;
}

import { and, eq } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { applications } from '@/db/schema/applications';
import { record } from '@/domain/audit/commands';
import { type Call, callById } from '@/domain/calls/queries';
import { callName, isOpen } from '@/domain/calls/rules';
import { atOnce, type Ctx, databaseNow, type TxCtx, transaction } from '@/domain/context';
import { type DocumentInSlot, documentsOf } from '@/domain/documents/queries';
import { AppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { type Inbox, inboxesOf } from '@/domain/settings/queries';
import type { InboxPurpose } from '@/domain/settings/rules';
import { DEFAULT_LOCALE, knownLocale } from '@/locales';
import { publicNumber } from '@/platform/codes';
import { failpoint } from '@/platform/failpoint';
import type { SecretKey } from '@/platform/vault';
import type { Answers } from '../input';
import { writeNameTrace } from '../name-traces';
import { addressIndexOf, keyOf, sealAnswers } from '../sealing';
import { indexWords } from './index-words';
import { codeHash } from './open-draft';

export type Submission = {
  applicationId: string;
  callId: string;
  locale: string;
  answers: Answers;
  knownTopics: string[];
  address: string | null;
  /** the receipt code the sender will be shown, if it still is the draft's */
  code: string;
};

/**
 * Sends a draft: once, whoever clicks twice. Row, audit line and mails stand or fall together; the deadline is judged
 * by the database's clock. `answers` have passed the form's rules.
 * Errors: not_found, already_sent {number}, call_closed, draft_incomplete (a document is missing).
 */
export async function submitApplication(
  ctx: Ctx,
  submission: Submission,
): Promise<{ number: string; codeStands: boolean }> {
  const key = await keyOf(ctx, submission.applicationId);
  const { applicationId, callId, answers } = submission;
  const sent = await transaction(ctx, async (tx) => {
    // One after the other in the database: all but the first see what was done by whoever it had to wait for.
    const [[draft], submittedAt, call, documents, inboxes, number] = await atOnce([
      tx.db
        .select({ state: applications.state, number: applications.number, codeHash: applications.codeHash })
        .from(applications)
        .where(and(eq(applications.id, applicationId), eq(applications.callId, callId)))
        .for('update'),
      databaseNow(tx),
      callById(tx, callId),
      documentsOf(tx, applicationId, key),
      inboxesOf(tx, callId),
      freeNumber(tx),
    ]);
    if (!draft || draft.state === 'erased') throw new AppError('not_found');
    if (draft.number) throw new AppError('already_sent', { number: draft.number });
    if (!isOpen(call, submittedAt)) throw new AppError('call_closed');
    if (!isComplete(documents, answers)) throw new AppError('draft_incomplete');
    // Refused in the moment before: nobody has told them yet.
    const refused = documents.filter(({ check }) => check.state === 'refused');
    await atOnce([
      markSubmitted(tx, submission, { key, number, submittedAt }),
      writeNameTrace(tx, applicationId, answers),
      indexWords(tx, applicationId, { number, answers }),
      record(tx, { verb: 'application.submitted', subject: { kind: 'application', id: applicationId } }),
      ...refused.map(({ id }) => enqueue(tx, 'applications.tell-refused', { applicationId, versionId: id })),
      announce(tx, submission, { number, submittedAt, documents, call, inboxes }),
    ]);
    return { number, codeStands: draft.codeHash.equals(codeHash(tx, submission.code)) };
  });
  await failpoint('application.submitted');
  return sent;
}

export function isComplete(documents: readonly Pick<DocumentInSlot, 'slot'>[], answers: Answers): boolean {
  const has = (slot: DocumentInSlot['slot']) => documents.some((document) => document.slot === slot);
  return (
    has('cv') &&
    (has('cover_letter') || answers.coverLetterText !== '') &&
    (has('writing_sample') || answers.writingSampleUrl !== '')
  );
}

async function markSubmitted(
  tx: TxCtx,
  { applicationId, answers, address, knownTopics, locale }: Submission,
  given: { key: SecretKey; number: string; submittedAt: Date },
): Promise<void> {
  const sent = await tx.db
    .update(applications)
    .set({
      state: 'submitted',
      stage: 'new',
      number: given.number,
      submittedAt: given.submittedAt,
      touchedAt: given.submittedAt,
      stageSince: given.submittedAt,
      consentAt: given.submittedAt,
      locale,
      regions: answers.region,
      topics: knownTopics,
      writes: answers.writes,
      follows: answers.follows,
      quiet: answers.quiet,
      noMail: answers.noMail,
      keepInPool: answers.keepInPool,
      sealedAnswers: sealAnswers(given.key, applicationId, answers),
      addressIndex: address ? addressIndexOf(tx, address) : null,
    })
    .where(and(eq(applications.id, applicationId), eq(applications.state, 'draft')))
    .returning({ id: applications.id });
  if (sent.length !== 1) throw new Error('a locked draft was no draft');
}

/** Four characters while that is room enough, then more; the unique index has the last word. */
async function freeNumber(tx: TxCtx): Promise<string> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const number = `APP-${publicNumber(4 + Math.floor(attempt / 3))}`;
    const [taken] = await tx.db
      .select({ id: applications.id })
      .from(applications)
      .where(eq(applications.number, number));
    if (!taken) return number;
  }
  throw new Error('no free public number');
}

type Announcement = {
  number: string;
  submittedAt: Date;
  documents: DocumentInSlot[];
  call: Call;
  inboxes: Record<InboxPurpose, Inbox[]>;
};

async function announce(
  tx: TxCtx,
  submission: Submission,
  { number, submittedAt, documents, call, inboxes }: Announcement,
): Promise<void> {
  const { answers, address, applicationId } = submission;
  const { editorial, questions } = inboxes;
  const mails = editorial.map((inbox) =>
    requestMail(tx, {
      template: 'new-application',
      to: { kind: 'inbox', inboxId: inbox.id, address: inbox.address },
      about: applicationId,
      locale: DEFAULT_LOCALE,
      replyTo: inbox.address,
      params: {
        number,
        call: callName(call, DEFAULT_LOCALE),
        regions: answers.region,
        writes: answers.writes,
        documents: documentForms(documents, answers),
        arrivedAt: submittedAt,
        timeZone: call.timeZone,
        answerBy: call.answerBy,
      },
    }),
  );
  if (address && !answers.noMail)
    mails.push(
      requestMail(tx, {
        template: 'received',
        to: { kind: 'applicant', applicationId, address },
        locale: knownLocale(submission.locale),
        quiet: answers.quiet,
        replyTo: editorial[0]?.address,
        params: {
          number,
          documents: documentForms(documents, answers).length,
          arrivedAt: submittedAt,
          timeZone: call.timeZone,
          answerBy: call.answerBy,
          questionsAddress: questions[0]?.address ?? null,
        },
      }),
    );
  await atOnce(mails);
}

type DocumentForm = { slot: DocumentInSlot['slot']; form: DocumentInSlot['kind'] | 'text' | 'link' };

function documentForms(documents: readonly DocumentInSlot[], answers: Answers): DocumentForm[] {
  const forms: DocumentForm[] = documents.map(({ slot, kind }) => ({ slot, form: kind }));
  const has = (slot: DocumentInSlot['slot']) => forms.some((form) => form.slot === slot);
  if (!has('cover_letter') && answers.coverLetterText) forms.push({ slot: 'cover_letter', form: 'text' });
  if (!has('writing_sample') && answers.writingSampleUrl) forms.push({ slot: 'writing_sample', form: 'link' });
  return forms;
}

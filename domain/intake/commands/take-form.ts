import type { Readable } from 'node:stream';
import { beginApplicantSession, submitApplication, touchDraft } from '@/domain/applications/commands';
import type { Answers } from '@/domain/applications/input';
import { draftDocuments, draftOnFile } from '@/domain/applications/queries';
import { type Call, callBySlug } from '@/domain/calls/queries';
import { isOpen } from '@/domain/calls/rules';
import { type Ctx, transaction } from '@/domain/context';
import { fileDocuments, removeDocument, storeFile } from '@/domain/documents/commands';
import { SLOTS, type Slot } from '@/domain/documents/rules';
import { AppError, isAppError } from '@/domain/errors';
import { parseAddress } from '@/domain/messages/rules';
import { formatCode } from '@/platform/codes';
import { FILE_FIELDS, type FieldError, type FormOutcome, type FormWait } from '../input';
import { type Conflict, isBlank } from '../merging';
import { documentFault, faultsIn, readAnswers, refusedAmong, statusOf } from '../rules';
import { DraftInHand } from './draft-in-hand';
import { FilesTogether } from './files-together';
import { judgeSending } from './guard';
import { conflictFault, keepTyped } from './save-typed';
import { viewOf } from './show-form';

const MOST_FILES = 12;

export type Intake = {
  field(name: string, value: string): void;
  /**
   * Reads `stream` to its end, kept or not. The next file may begin while this one is still on its way to the disk.
   * `freesChunks` as in `FileBytes`.
   */
  file(field: string, fileName: string, stream: Readable, options?: { freesChunks: boolean }): Promise<void>;
  /** All has come: the text is kept while the last file is still on its way to the disk. May be left out. */
  whole(): void;
  /** Only a beginning has come: what was typed in it is kept, and what did not come stays as it was. */
  brokeOff(): Promise<void>;
  finish(): Promise<FormOutcome>;
};

/**
 * Takes one posted form, part by part, as it comes over the line: files are kept the moment they are whole, so that
 * no fault elsewhere in the form loses them. The hidden `draft` field should come before the files; where it comes
 * later, files already received stay in a draft of their own and the later token wins only if it is still unused.
 * Errors: not_found (no such call).
 */
export async function beginIntake(
  ctx: Ctx,
  { callSlug, locale }: { callSlug: string; locale: string },
): Promise<Intake> {
  const call = await callBySlug(ctx, callSlug);
  const fields = new Map<string, string[]>();
  const errors: FieldError[] = [];
  const draft = new DraftInHand(ctx, call, locale, () => fields.get('draft')?.at(-1) ?? null);
  const slots = new Map<Slot, Promise<unknown>>();
  const together = new FilesTogether(async (stored) => {
    const { applicationId } = await draft.open();
    // Before the sender is told, it is sent, or `formAgain` has waited for the disk, or another has sent it.
    await fileDocuments(ctx, stored, { applicationId, durableLater: true });
  });
  const posted: Posted = { ctx, call, locale, fields, errors, draft, pause: '', text: null, only: null };
  let files = 0;

  return {
    field(name, value) {
      fields.set(name, [...(fields.get(name) ?? []), value]);
    },
    async file(field, fileName, stream, { freesChunks } = { freesChunks: false }) {
      const slot = FILE_FIELDS[field];
      files += 1;
      if (!slot || fileName === '' || files > MOST_FILES) return drain(stream);
      try {
        const { applicationId, state } = await draft.open();
        // Of two files for one slot the later one counts.
        await slots.get(slot);
        if (state !== 'draft') return;
        const bytes = { stream, freesChunks };
        const receiving = together.take(storeFile(ctx, { applicationId, slot, fileName, bytes }));
        slots.set(
          slot,
          receiving.catch(() => undefined),
        );
        await receiving;
      } catch (error) {
        const fault = documentFault(error, field);
        if (fault) errors.push(fault);
        // Sent meanwhile by another click: `finish` shows that receipt.
        else if (!isAppError(error, 'not_found')) throw error;
      } finally {
        await drain(stream);
      }
    },
    whole() {
      posted.text ??= keepText(posted);
      // Heard by `finish`.
      posted.text.catch(() => undefined);
    },
    async brokeOff() {
      posted.only = new Set(fields.keys());
      if (isBlank(readAnswers(fields))) return;
      posted.text ??= keepText(posted);
      await posted.text;
    },
    finish: () => finish({ ...posted, pause: fields.get('pause')?.at(-1) ?? '' }),
  };
}

type Posted = {
  ctx: Ctx;
  call: Call;
  locale: string;
  fields: Map<string, string[]>;
  errors: FieldError[];
  draft: DraftInHand;
  pause: string;
  text: Promise<KeptText | null> | null;
  /** as in `keepTyped` */
  only: ReadonlySet<string> | null;
};

type KeptText = { answers: Answers; conflicts: Conflict[] };

async function finish(posted: Posted): Promise<FormOutcome> {
  const { ctx, call, fields, draft } = posted;
  const kept = await (posted.text ?? keepText(posted));
  const { applicationId } = await draft.open();
  if (!kept) return sentBefore(posted, applicationId);
  const { answers, conflicts } = kept;
  posted.errors.push(...conflicts.map(conflictFault));
  const remove = fields.get('remove')?.at(-1);
  if (isSlot(remove)) await removeDocument(ctx, { applicationId, slot: remove });
  if (draft.forged) return formAgain(posted, answers, { status: 403, notice: 'forged' });
  if (remove || fields.get('action')?.at(-1) === 'save')
    return formAgain(posted, answers, { status: statusOf(posted.errors), notice: 'saved' });
  if (conflicts.length > 0) return formAgain(posted, answers, { status: 409, notice: 'missing' });
  if (!isOpen(call, ctx.now)) return formAgain(posted, answers, { status: 410, notice: 'closed' });
  const faults = await allFaults(posted, answers, applicationId);
  if (faults.length > 0)
    return formAgain({ ...posted, errors: faults }, answers, { status: statusOf(faults), notice: 'missing' });
  const hold = await mustWait(posted, answers);
  if (hold)
    return formAgain({ ...posted, pause: hold.pause }, answers, { status: 429, notice: 'wait', wait: hold.wait });
  return submit(posted, answers, applicationId);
}

async function mustWait(
  { ctx, fields, pause }: Posted,
  answers: Answers,
): Promise<{ wait: FormWait; pause: string } | null> {
  const one = (name: string) => fields.get(name)?.at(-1) ?? '';
  const verdict = await judgeSending(ctx, {
    form: 'apply',
    token: one('draft'),
    address: parseAddress(answers.email),
    website: one('website'),
    proof: one('proof'),
    pause,
  });
  if (verdict.kind === 'pass') return null;
  if (verdict.kind === 'refuse') return { pause, wait: { seconds: null, minutes: verdict.minutes } };
  return { pause: verdict.pause, wait: { seconds: verdict.seconds, minutes: null } };
}

/** Durable with what comes after it. Null when another click has sent the draft meanwhile. */
async function keepText({ ctx, draft, locale, fields, only }: Posted): Promise<KeptText | null> {
  const { applicationId, state } = await draft.open();
  if (state !== 'draft') return null;
  const typed = readAnswers(fields);
  try {
    const base = fields.get('base')?.at(-1) ?? '';
    return await keepTyped(ctx, { applicationId, locale, typed, base, later: true, only });
  } catch (error) {
    if (isAppError(error, 'not_found')) return null;
    throw error;
  }
}

async function submit(posted: Posted, answers: Answers, applicationId: string): Promise<FormOutcome> {
  const { ctx, call, locale, draft } = posted;
  try {
    const knownTopics = answers.topics.filter((topic) => call.topics.includes(topic));
    const { number, codeStands } = await submitApplication(ctx, {
      applicationId,
      callId: call.id,
      locale,
      answers,
      knownTopics,
      address: parseAddress(answers.email),
      code: draft.code,
    });
    return receipt(posted, { applicationId, number, codeStands, replay: false });
  } catch (error) {
    if (isAppError(error, 'already_sent')) return sentBefore(posted, applicationId);
    if (isAppError(error, 'call_closed')) return formAgain(posted, answers, { status: 410, notice: 'closed' });
    throw error;
  }
}

/** A file refused just now explains its slot better than "missing" does. */
async function allFaults(
  { ctx, call, errors }: Posted,
  answers: Answers,
  applicationId: string,
): Promise<FieldError[]> {
  const documents = await draftDocuments(ctx, applicationId);
  const slots = new Set(documents.map((document) => document.slot));
  const refused = new Set(errors.map((error) => error.field));
  const rest = faultsIn(answers, call, slots).filter(
    (fault) => !(fault.code === 'document_missing' && refused.has(fault.field)),
  );
  return inFormOrder([...rest, ...refusedAmong(documents), ...errors]);
}

const FORM_ORDER = [
  'name',
  'nameLatin',
  'email',
  'region',
  'place',
  'writes',
  'follows',
  'topics',
  'cooperation',
  'cv',
  'coverLetter',
  'coverLetterText',
  'writingSample',
  'writingSampleUrl',
  'workingName',
  'consent',
];

function inFormOrder(faults: FieldError[]): FieldError[] {
  return faults.toSorted((a, b) => FORM_ORDER.indexOf(a.field) - FORM_ORDER.indexOf(b.field));
}

/** The receipt of a form that was sent before. */
async function sentBefore(posted: Posted, applicationId: string): Promise<FormOutcome> {
  const { number, codeStands } = await draftOnFile(posted.ctx, applicationId, posted.draft.code);
  if (!number) throw new AppError('not_found');
  return receipt(posted, { applicationId, number, codeStands, replay: true });
}

type Sent = { applicationId: string; number: string; codeStands: boolean; replay: boolean };

async function receipt({ ctx, draft }: Posted, { codeStands, ...sent }: Sent): Promise<FormOutcome> {
  const code = codeStands ? formatCode(draft.code) : null;
  const session = await beginApplicantSession(ctx, { applicationId: sent.applicationId, code, lossy: true });
  return { kind: 'sent', ...sent, code, session };
}

type Again = Pick<Extract<FormOutcome, { kind: 'form' }>, 'status' | 'notice'> & { wait?: FormWait };

async function formAgain(
  { ctx, draft, errors, pause, fields }: Posted,
  answers: Answers,
  { status, notice, wait = undefined }: Again,
): Promise<FormOutcome> {
  const { applicationId } = await draft.open();
  const base = fields.get('base')?.at(-1) ?? '';
  await waitForDisk(ctx, applicationId);
  return {
    kind: 'form',
    status,
    notice,
    wait: wait ?? null,
    errors,
    form: {
      ...(await viewOf(ctx, { applicationId, token: draft.token, values: answers, code: draft.code, base })),
      pause,
    },
  };
}

/** All that was kept of this form before; where another has sent the draft meanwhile, that has done so. */
async function waitForDisk(ctx: Ctx, applicationId: string): Promise<void> {
  try {
    await transaction(ctx, (tx) => touchDraft(tx, applicationId));
  } catch (error) {
    if (!isAppError(error, 'not_found')) throw error;
  }
}

function isSlot(value: string | undefined): value is Slot {
  return (SLOTS as readonly string[]).includes(value ?? '');
}

async function drain(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return;
  stream.resume();
  await new Promise<void>((resolve) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
    stream.once('error', () => resolve());
  });
}

import { countAttempt } from '@/domain/accounts/commands';
import { draftOf, saveDraft } from '@/domain/applications/commands';
import { type Answers, answersInput } from '@/domain/applications/input';
import { draftOnFile } from '@/domain/applications/queries';
import { callBySlug } from '@/domain/calls/queries';
import { isOpen } from '@/domain/calls/rules';
import type { Ctx } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { formatCode } from '@/platform/codes';
import type { FieldError } from '../input';
import { SAVES } from '../limits';
import { baseOf, type Conflict, isBlank, merged, windowOf } from '../merging';
import { readAnswers } from '../rules';
import { DraftInHand } from './draft-in-hand';
import { countNewDraft } from './guard';

type Typed = {
  applicationId: string;
  locale: string;
  typed: Answers;
  base: string;
  /** as in `saveDraft` */
  later?: boolean;
  /** names of the fields that came, where others may be missing: those stay as they are kept */
  only?: ReadonlySet<string> | null;
};

/** Keeps what a page sends, joined with what other windows have sent. Errors: not_found (no draft any more). */
export async function keepTyped(
  ctx: Ctx,
  { applicationId, locale, typed, base, later = false, only = null }: Typed,
): Promise<{ answers: Answers; conflicts: Conflict[] }> {
  let joined: { answers: Answers; conflicts: Conflict[] } = { answers: typed, conflicts: [] };
  await saveDraft(ctx, {
    applicationId,
    locale,
    later,
    rewrite(kept) {
      const sent = readyToKeep(only ? { ...(kept?.answers ?? answersInput.parse({})), ...among(typed, only) } : typed);
      const savedBy = kept?.window ?? '';
      const { isAllSent, ...rest } = merged({ kept: kept?.answers ?? null, savedBy, sent, base });
      joined = rest;
      // What another window wrote is not this one's because this one has saved since.
      const isOwn = savedBy === windowOf(base) || (isAllSent && !(only && kept));
      return { answers: joined.answers, window: isOwn ? windowOf(base) : '' };
    },
  });
  return joined;
}

function among(typed: Answers, names: ReadonlySet<string>): Partial<Answers> {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => names.has(name)));
}

export function conflictFault({ field, other }: Conflict): FieldError {
  return { field, code: 'changed_elsewhere', details: { isText: other === '' ? 'no' : 'yes', other } };
}

/** Limits what a draft keeps of a field that is far too long; the form still names the fault. */
function readyToKeep(answers: Answers): Answers {
  return answersInput.parse({ ...answers, coverLetterText: answers.coverLetterText.slice(0, 100_000) });
}

export type SavedText = {
  /** the form's token from now on; another one where the one sent was unknown or its draft has ended */
  draft: string;
  base: string;
  /** the way back from any device; null where the applicant has one already */
  code: string | null;
  conflicts: FieldError[];
  isOpen: boolean;
};

/**
 * Keeps what has been typed so far while somebody writes; the draft is made with the first letter. Null where there is
 * nothing to keep. Errors: not_found (no such call), already_sent, too_many_tries {minutes}.
 */
export async function saveTyped(
  ctx: Ctx,
  input: { callSlug: string; locale: string; fields: ReadonlyMap<string, readonly string[]> },
): Promise<SavedText | null> {
  const { locale, fields } = input;
  const call = await callBySlug(ctx, input.callSlug);
  const token = fields.get('draft')?.at(-1) ?? '';
  const typed = readAnswers(fields);
  if (!(await isKnown(ctx, token))) {
    if (isBlank(typed)) return null;
    await countNewDraft(ctx);
  }
  const draft = new DraftInHand(ctx, call, locale, () => token);
  const { applicationId, state } = await draft.open();
  if (state !== 'draft') throw new AppError('already_sent');
  await countAttempt(ctx, { bucket: 'draft-save', subject: applicationId, ...SAVES });
  const base = fields.get('base')?.at(-1) ?? '';
  const { conflicts } = await keepTyped(ctx, { applicationId, locale, typed, base });
  const { codeStands } = await draftOnFile(ctx, applicationId, draft.code);
  return {
    draft: draft.token,
    base: baseOf(readyToKeep(typed), base),
    code: codeStands ? formatCode(draft.code) : null,
    conflicts: conflicts.map(conflictFault),
    isOpen: isOpen(call, ctx.now),
  };
}

async function isKnown(ctx: Ctx, token: string): Promise<boolean> {
  try {
    return (await draftOf(ctx, token)) !== null;
  } catch (error) {
    if (isAppError(error, 'draft_unknown')) return false;
    throw error;
  }
}

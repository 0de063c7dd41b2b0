import { draftOf, handOutDraftToken, newDraftToken } from '@/domain/applications/commands';
import { type Answers, answersInput } from '@/domain/applications/input';
import { draftDocuments, draftOnFile } from '@/domain/applications/queries';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { formatCode, receiptCode } from '@/platform/codes';
import type { FormView } from '../input';
import { baseOf } from '../merging';
import { openUploadsOf } from '../queries';

/** A form nobody has typed into yet; nothing is stored for it. */
export function freshForm(ctx: Ctx): FormView {
  const values = answersInput.parse({});
  return { draft: newDraftToken(ctx), values, documents: {}, uploads: {}, code: null, pause: '', base: baseOf(values) };
}

/** The form as it stands in the portal, for a token that something has been kept under. Errors: draft_unknown. */
export async function draftForm(ctx: Ctx, { draftToken }: { draftToken: string }): Promise<FormView | null> {
  const draft = await draftOf(ctx, draftToken);
  if (draft?.state !== 'draft') return null;
  const code = receiptCode(ctx.keys.code, draftToken);
  const { answers } = await draftOnFile(ctx, draft.applicationId, code);
  return viewOf(ctx, { applicationId: draft.applicationId, token: draftToken, values: answers, code });
}

/**
 * The form of a draft whose applicant has come back with its code. Its `code` is null: they hold it, we do not.
 * Errors: not_found (not an applicant, or no draft any more).
 */
export async function resumeDraft(ctx: Ctx): Promise<FormView> {
  if (ctx.actor.kind !== 'applicant') throw new AppError('not_found');
  const { applicationId } = ctx.actor;
  const token = await handOutDraftToken(ctx, applicationId);
  const code = receiptCode(ctx.keys.code, token);
  const { answers } = await draftOnFile(ctx, applicationId, code);
  return viewOf(ctx, { applicationId, token, values: answers, code });
}

/** The form with what stands in it now; `code` is shown as long as it opens the draft. */
export async function viewOf(
  ctx: Ctx,
  view: { applicationId: string; token: string; values: Answers; code: string; base?: string },
): Promise<FormView> {
  const documents = await draftDocuments(ctx, view.applicationId);
  const uploads = await openUploadsOf(ctx, view.applicationId);
  const { codeStands } = await draftOnFile(ctx, view.applicationId, view.code);
  return {
    draft: view.token,
    values: view.values,
    documents: Object.fromEntries(
      documents.map(({ slot, name, size, kind, receivedAt, check, findings }) => [
        slot,
        { name, size, kind, receivedAt, check, findings },
      ]),
    ),
    uploads: Object.fromEntries(
      uploads.map(({ slot, id, name, size, received }) => [slot, { id, name, size, received }]),
    ),
    code: codeStands ? formatCode(view.code) : null,
    pause: '',
    base: baseOf(view.values, view.base),
  };
}

import { and, asc, eq, gt, lt } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { uploads } from '@/db/schema/intake';
import { draftOf, type OpenedDraft } from '@/domain/applications/commands';
import { draftDocuments, draftOnFile } from '@/domain/applications/queries';
import type { ApplicationState } from '@/domain/applications/rules';
import { callBySlug } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import type { OwnDocument } from '@/domain/documents/queries';
import type { Slot } from '@/domain/documents/rules';
import { AppError, isAppError } from '@/domain/errors';
import { unlessDamaged } from '@/platform/damaged';
import { open, type SecretKey } from '@/platform/vault';

export type UploadSlot = Exclude<Slot, 'other'>;

/** A file on its way. `received` bytes of `size` are on disk. */
export type Upload = {
  id: string;
  applicationId: string;
  slot: UploadSlot;
  /** It shall be a newer version of what has been sent. */
  replaces: boolean;
  state: 'open' | 'finished';
  size: number;
  received: number;
  touchedAt: Date;
  sealedKey: Buffer;
  sealedName: Buffer;
};

export type OpenUpload = {
  id: string;
  slot: UploadSlot;
  /** null where it is damaged and nobody can read it any more */
  name: string | null;
  size: number;
  received: number;
  touchedAt: Date;
};

const uploadColumns = {
  id: uploads.id,
  applicationId: uploads.applicationId,
  slot: uploads.slot,
  replaces: uploads.replaces,
  state: uploads.state,
  size: uploads.size,
  received: uploads.received,
  touchedAt: uploads.touchedAt,
  sealedKey: uploads.sealedKey,
  sealedName: uploads.sealedName,
};

/** Without a token the applicant of a sent application is meant, who sends newer versions of its documents. */
export const NO_TOKEN = '';

/** The application of whoever comes without a token. Errors: session_ended (no applicant). */
export function applicantsOwn(ctx: Ctx): string {
  if (ctx.actor.kind !== 'applicant') throw new AppError('session_ended');
  return ctx.actor.applicationId;
}

/**
 * The upload behind an address, for whoever holds the token of its draft, or for the applicant it replaces something of.
 * Errors: not_found (absent, foreign or forged alike), session_ended (neither token nor applicant), upload_expired,
 * already_sent, withdrawn, and what its file was refused for: document_empty, document_too_large, document_wrong_type,
 * document_mismatch.
 */
export async function uploadFor(ctx: Ctx, { id, token }: { id: string; token: string }): Promise<Upload> {
  const owner = await ownerOf(ctx, token);
  if (!owner) throw new AppError('not_found');
  const [row] = await ctx.db
    .select({ ...uploadColumns, refusal: uploads.refusal, expiresAt: uploads.expiresAt })
    .from(uploads)
    .where(
      and(eq(uploads.id, id), eq(uploads.applicationId, owner.applicationId), eq(uploads.replaces, token === NO_TOKEN)),
    );
  if (!row) throw new AppError('not_found');
  const { refusal, expiresAt, state, ...upload } = row;
  if (refusal) throw new AppError(refusal);
  if (state === 'finished') return { ...upload, state };
  if (state !== 'open' || expiresAt <= ctx.now) throw new AppError('upload_expired');
  if (owner.state !== stateFor(upload)) throw new AppError(upload.replaces ? endOfSent(owner) : 'already_sent');
  return { ...upload, state };
}

function endOfSent({ state }: Owner): 'withdrawn' | 'not_found' {
  return state === 'withdrawn' ? state : 'not_found';
}

/** In which state an application takes what comes with an upload. */
export function stateFor({ replaces }: Pick<Upload, 'replaces'>): ApplicationState {
  return replaces ? 'submitted' : 'draft';
}

export async function stateOf(ctx: Ctx, applicationId: string): Promise<ApplicationState | null> {
  const [row] = await ctx.db
    .select({ state: applications.state })
    .from(applications)
    .where(eq(applications.id, applicationId));
  return row?.state ?? null;
}

type Owner = Pick<OpenedDraft, 'applicationId' | 'state'>;

async function ownerOf(ctx: Ctx, token: string): Promise<Owner | null> {
  if (token !== NO_TOKEN) return ownDraft(ctx, token);
  const applicationId = applicantsOwn(ctx);
  const state = await stateOf(ctx, applicationId);
  return state && { applicationId, state };
}

async function ownDraft(ctx: Ctx, token: string): Promise<OpenedDraft | null> {
  try {
    return await draftOf(ctx, token);
  } catch (error) {
    if (isAppError(error, 'draft_unknown')) return null;
    throw error;
  }
}

/** The newer versions still on their way into the actor's own application; nothing for whoever is no applicant. */
export async function myOpenUploads(ctx: Ctx): Promise<OpenUpload[]> {
  return ctx.actor.kind === 'applicant' ? openUploads(ctx, ctx.actor.applicationId, true) : [];
}

/** The files still on their way into a draft, the oldest first. For callers that hold its token. */
export async function openUploadsOf(ctx: Ctx, applicationId: string): Promise<OpenUpload[]> {
  return openUploads(ctx, applicationId, false);
}

async function openUploads(ctx: Ctx, applicationId: string, replaces: boolean): Promise<OpenUpload[]> {
  const rows = await ctx.db
    .select(uploadColumns)
    .from(uploads)
    .innerJoin(applications, eq(applications.id, uploads.applicationId))
    .where(
      and(
        eq(uploads.applicationId, applicationId),
        eq(uploads.state, 'open'),
        gt(uploads.expiresAt, ctx.now),
        eq(uploads.replaces, replaces),
        eq(applications.state, stateFor({ replaces })),
      ),
    )
    .orderBy(asc(uploads.createdAt), asc(uploads.id));
  if (rows.length === 0) return [];
  const key = await ctx.keyStore.get(applicationId);
  if (!key) return [];
  return rows.map((row) => ({
    id: row.id,
    slot: row.slot,
    name: openUploadName(key, row),
    size: row.size,
    received: row.received,
    touchedAt: row.touchedAt,
  }));
}

/** Null where it is damaged. */
export function openUploadName(key: SecretKey, { id, sealedName }: Pick<Upload, 'id' | 'sealedName'>): string | null {
  return unlessDamaged({ event: 'upload-name.damaged', upload: id }, () =>
    open(key, `upload-name:${id}`, sealedName).toString('utf8'),
  );
}

/**
 * The same by a draft's token, so that page and other devices can go on: choose the same file, and only what is missing
 * is sent. Nothing for a token under which nothing is kept. Errors: draft_unknown (forged).
 */
export async function uploadsOf(ctx: Ctx, draftToken: string): Promise<OpenUpload[]> {
  const draft = await draftOf(ctx, draftToken);
  return draft ? openUploadsOf(ctx, draft.applicationId) : [];
}

export type DraftFiles = {
  /** `uploadId`: where it came piece by piece and that is still remembered */
  documents: (Pick<OwnDocument, 'slot' | 'name' | 'size' | 'kind' | 'check' | 'findings'> & {
    uploadId: string | null;
  })[];
  uploads: OpenUpload[];
};

/**
 * What a draft holds of files, for a page that was loaded anew and still knows its token; without one, what is on its
 * way into the applicant's sent application.
 * Errors: session_ended (no applicant, or nothing has been kept of the draft for so long that its code must be typed),
 * draft_unknown (forged), already_sent.
 */
export async function draftFiles(ctx: Ctx, draftToken: string): Promise<DraftFiles> {
  if (draftToken === NO_TOKEN) return { documents: [], uploads: await openUploads(ctx, applicantsOwn(ctx), true) };
  const draft = await draftOf(ctx, draftToken);
  if (!draft) return { documents: [], uploads: [] };
  if (draft.state !== 'draft') throw new AppError('already_sent');
  const { applicationId } = draft;
  if (!(await keptLately(ctx, applicationId))) throw new AppError('session_ended');
  const finished = await ctx.db
    .select({ id: uploads.id, versionId: uploads.versionId })
    .from(uploads)
    .where(and(eq(uploads.applicationId, applicationId), eq(uploads.state, 'finished')));
  const uploadOf = new Map(finished.map(({ id, versionId }) => [versionId, id]));
  const documents = await draftDocuments(ctx, applicationId);
  return {
    documents: documents.map(({ id, slot, name, size, kind, check, findings }) => ({
      slot,
      name,
      size,
      kind,
      check,
      findings,
      uploadId: uploadOf.get(id) ?? null,
    })),
    uploads: await openUploadsOf(ctx, applicationId),
  };
}

/** Uploads of which every byte has been here since `since`, but that are no documents yet. */
export async function wholeUploads(ctx: Ctx, since: Date, limit: number): Promise<Upload[]> {
  const rows = await ctx.db
    .select(uploadColumns)
    .from(uploads)
    .where(and(eq(uploads.state, 'open'), eq(uploads.received, uploads.size), lt(uploads.touchedAt, since)))
    .orderBy(asc(uploads.touchedAt))
    .limit(limit);
  return rows.map((row) => ({ ...row, state: 'open' }));
}

/** So long a browser leads back to a draft without its code: a day's work, not what a stranger finds next week. */
const IN_BROWSER_MS = 12 * 3_600_000;

/** When a call's draft was last kept, for a browser that still holds its token; null where nothing is left to go on with. */
export async function begunDraft(
  ctx: Ctx,
  { token, callSlug }: { token: string; callSlug: string },
): Promise<Date | null> {
  const draft = await ownDraft(ctx, token);
  if (draft?.state !== 'draft' || draft.callId !== (await callBySlug(ctx, callSlug)).id) return null;
  return keptLately(ctx, draft.applicationId);
}

async function keptLately(ctx: Ctx, applicationId: string): Promise<Date | null> {
  const { touchedAt } = await draftOnFile(ctx, applicationId, '');
  return ctx.now.getTime() - touchedAt.getTime() < IN_BROWSER_MS ? touchedAt : null;
}

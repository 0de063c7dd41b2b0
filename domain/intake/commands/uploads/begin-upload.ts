import { and, asc, count, eq, gt } from 'drizzle-orm';
import { uploads } from '@/db/schema/intake';
import {
  countReplacement,
  draftOf,
  holdSent,
  mustBeReplaceable,
  openDraft,
  touchDraft,
} from '@/domain/applications/commands';
import { type Call, callBySlug, openCalls } from '@/domain/calls/queries';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { cleanFileName, kindOfName, kindsFor, MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { AppError } from '@/domain/errors';
import { newKey, seal } from '@/platform/vault';
import { FILE_FIELDS } from '../../input';
import { applicantsOwn, NO_TOKEN, type Upload, type UploadSlot } from '../../queries';
import { countNewDraft } from '../guard';
import { closeUpload } from './end-upload';

/** An upload nobody adds to for so long ends by itself. */
export const UPLOAD_DAYS = 7;
export const MOST_OPEN_UPLOADS = 12;

const DAY_MS = 24 * 3_600_000;

export type UploadWish = {
  /** a fresh uuid: the upload's address */
  id: string;
  /** the form's `draft` field; empty for a newer version of what the actor, an applicant, has sent */
  token: string;
  /** the slot's name or its form field's */
  slot: string;
  fileName: string;
  /** bytes */
  size: number;
  locale: string;
  /** call of a draft that is not there yet; with only one open call it may be left out */
  callSlug?: string | undefined;
};

/**
 * Makes room for a file that will come piece by piece, and the draft it belongs to if that is not there yet.
 * Errors: draft_unknown (forged), session_ended and call_closed (of a sent application's), invalid_input (no such slot), document_empty, document_too_large {limitBytes},
 * document_wrong_type, too_many_uploads {limit}, too_many_tries {minutes}, already_sent, not_found (no such call).
 */
export async function beginUpload(ctx: Ctx, wish: UploadWish): Promise<Upload> {
  const slot = slotNamed(wish.slot);
  const name = cleanFileName(wish.fileName);
  mustBeTakeable(slot, name, wish.size);
  const target = await targetOf(ctx, wish, slot);
  const { applicationId } = target;
  const key = await ctx.keyStore.get(applicationId);
  if (!key) throw new AppError('not_found');
  const upload = {
    id: wish.id,
    ...target,
    slot,
    size: wish.size,
    received: 0,
    sealedKey: seal(key, `upload-key:${wish.id}`, newKey()),
    sealedName: seal(key, `upload-name:${wish.id}`, name),
    touchedAt: ctx.now,
  };
  await transaction(ctx, async (tx) => {
    await holdApplication(tx, target);
    const [open] = await tx.db
      .select({ count: count() })
      .from(uploads)
      .where(and(eq(uploads.applicationId, applicationId), eq(uploads.state, 'open'), gt(uploads.expiresAt, tx.now)));
    if ((open?.count ?? 0) >= MOST_OPEN_UPLOADS) await makeRoom(tx, upload);
    await tx.db.insert(uploads).values({ ...upload, createdAt: tx.now, expiresAt: endOf(tx.now) });
  });
  return { ...upload, state: 'open' };
}

/** On a bad line the ends of uploads that were given up get lost: the oldest one for the same slot is one of those. */
async function makeRoom(tx: TxCtx, { applicationId, slot }: Pick<Upload, 'applicationId' | 'slot'>): Promise<void> {
  const [oldest] = await tx.db
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.applicationId, applicationId), eq(uploads.slot, slot), eq(uploads.state, 'open')))
    .orderBy(asc(uploads.touchedAt))
    .limit(1);
  if (!oldest) throw new AppError('too_many_uploads', { limit: MOST_OPEN_UPLOADS });
  await closeUpload(tx, oldest.id, { state: 'expired' });
}

/** When an upload ends that was last added to at `touchedAt`. */
export function endOf(touchedAt: Date): Date {
  return new Date(touchedAt.getTime() + UPLOAD_DAYS * DAY_MS);
}

const SLOTS_BY_NAME = new Map<string, UploadSlot>(
  Object.entries(FILE_FIELDS).flatMap(([field, slot]) =>
    slot === 'other' ? [] : [[field, slot] as const, [slot, slot] as const],
  ),
);

function slotNamed(name: string): UploadSlot {
  const slot = SLOTS_BY_NAME.get(name);
  if (!slot) throw new AppError('invalid_input', { field: 'slot' });
  return slot;
}

/** What can be said before the first byte is said then: the line may be bad. */
function mustBeTakeable(slot: UploadSlot, name: string, size: number): void {
  if (size <= 0) throw new AppError('document_empty');
  if (size > MAX_DOCUMENT_BYTES) throw new AppError('document_too_large', { limitBytes: MAX_DOCUMENT_BYTES });
  const kind = kindOfName(name);
  if (!kind || !kindsFor(slot).includes(kind)) throw new AppError('document_wrong_type');
}

type Target = Pick<Upload, 'applicationId' | 'replaces'>;

async function targetOf(ctx: Ctx, wish: UploadWish, slot: UploadSlot): Promise<Target> {
  if (wish.token === NO_TOKEN) {
    const applicationId = applicantsOwn(ctx);
    await mustBeReplaceable(ctx, { applicationId, slot });
    await countReplacement(ctx, applicationId);
    return { applicationId, replaces: true };
  }
  const draft = (await draftOf(ctx, wish.token)) ?? (await newDraft(ctx, wish));
  if (draft.state !== 'draft') throw new AppError('already_sent');
  return { applicationId: draft.applicationId, replaces: false };
}

async function newDraft(ctx: Ctx, { token, locale, callSlug }: UploadWish) {
  const call = await callFor(ctx, callSlug);
  await countNewDraft(ctx);
  return openDraft(ctx, { token, callId: call.id, locale });
}

/** Holds what the upload is for until the transaction ends, so that it is neither sent nor withdrawn meanwhile. */
export async function holdApplication(tx: TxCtx, { applicationId, replaces }: Target): Promise<void> {
  await (replaces ? holdSent(tx, applicationId) : touchDraft(tx, applicationId));
}

async function callFor(ctx: Ctx, slug: string | undefined): Promise<Call> {
  if (slug !== undefined) return callBySlug(ctx, slug);
  const [only, ...more] = await openCalls(ctx);
  if (!only || more.length > 0) throw new AppError('invalid_input', { field: 'call' });
  return only;
}

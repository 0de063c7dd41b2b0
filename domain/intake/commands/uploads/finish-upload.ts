import { Readable } from 'node:stream';
import { replaceDocument } from '@/domain/applications/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { type FileBytes, receiveDocument, type StoredBytes } from '@/domain/documents/commands';
import { AppError, isAppError } from '@/domain/errors';
import { failpoint } from '@/platform/failpoint';
import type { Upload } from '../../queries';
import { closeUpload, refusalIn, refuseUpload } from './end-upload';
import { advance, arrivedBytes, nameOfUpload, plainNameOfUpload } from './parts';

/**
 * Makes a document of an upload that has arrived whole: read back from its parts, inspected and sealed like every other
 * file. May be repeated after a crash, and by two at once: one of them does it.
 * Errors: those of `receiveDocument`, of a replacement also call_closed; after storage_full it can be tried again, after a
 * refusal it has ended.
 */
export async function finishUpload(ctx: Ctx, upload: Upload): Promise<void> {
  const stream = Readable.from(arrivedBytes(ctx, upload), { highWaterMark: 1 });
  await failpoint('upload.whole');
  try {
    await become(ctx, upload, { bytes: { stream, freesChunks: true } });
  } finally {
    stream.destroy();
  }
}

/**
 * Makes a document of a file that came in one piece, as it lies in the store. Errors: as `finishUpload`, and upload_offset
 * (something of it has come by another way).
 */
export async function finishInOne(ctx: Ctx, upload: Upload, stored: StoredBytes): Promise<void> {
  const also = (tx: TxCtx) => advance(tx, upload, { from: 0, to: stored.size });
  try {
    await become(ctx, upload, { bytes: { stored }, also });
  } catch (error) {
    // Refused before it came to the document: no row names these bytes, and they need not wait for the sweep.
    if (error instanceof AppError) await ctx.storage.remove(stored.versionId);
    throw error;
  }
}

type Whole = { bytes: FileBytes; also?: (tx: TxCtx) => Promise<void> };

async function become(ctx: Ctx, upload: Upload, { bytes, also }: Whole): Promise<void> {
  try {
    const arrival = {
      applicationId: upload.applicationId,
      slot: upload.slot,
      fileName: (await nameOfUpload(ctx, upload)) ?? (await plainNameOfUpload(ctx, upload)),
      bytes,
      async also(tx: TxCtx, versionId: string) {
        await also?.(tx);
        await closeUpload(tx, upload.id, { state: 'finished', versionId });
      },
    };
    await (upload.replaces ? replaceDocument : receiveDocument)(ctx, arrival);
  } catch (error) {
    if (isAppError(error, 'conflict')) return;
    const refusal = refusalIn(error);
    if (refusal) await refuseUpload(ctx, upload.id, refusal);
    if (isAppError(error, 'call_closed'))
      await transaction(ctx, (tx) => closeUpload(tx, upload.id, { state: 'expired' }));
    throw error;
  }
}

import { Readable } from 'node:stream';
import { replaceDocument } from '@/domain/applications/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { receiveDocument } from '@/domain/documents/commands';
import { isAppError } from '@/domain/errors';
import { failpoint } from '@/platform/failpoint';
import type { Upload } from '../../queries';
import { closeUpload, refusalIn, refuseUpload } from './end-upload';
import { arrivedBytes, nameOfUpload } from './parts';

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
    const arrival = {
      applicationId: upload.applicationId,
      slot: upload.slot,
      fileName: await nameOfUpload(ctx, upload),
      stream,
      freesChunks: true,
      also: (tx: TxCtx, versionId: string) => closeUpload(tx, upload.id, { state: 'finished', versionId }),
    };
    await (upload.replaces ? replaceDocument : receiveDocument)(ctx, arrival);
  } catch (error) {
    if (isAppError(error, 'conflict')) return;
    const refusal = refusalIn(error);
    if (refusal) await refuseUpload(ctx, upload.id, refusal);
    if (isAppError(error, 'call_closed'))
      await transaction(ctx, (tx) => closeUpload(tx, upload.id, { state: 'expired' }));
    throw error;
  } finally {
    stream.destroy();
  }
}

import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { durableLater } from '@/db/durability';
import { enqueue } from '@/db/queue';
import { applications } from '@/db/schema/applications';
import { documentChecks, documents, documentVersions } from '@/db/schema/documents';
import { record } from '@/domain/audit/commands';
import { atOnce, type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { storedIdsOf } from '../queries';
import { type DocumentKind, JOB_MAY_TAKE_MS, type Slot } from '../rules';
import { forgetTraces } from '../text-traces';
import { type ArrivingFile, type StoredFile, storeFile } from './store-file';

export type ReceivedDocument = {
  versionId: string;
  slot: Slot;
  name: string;
  size: number;
  kind: DocumentKind;
  receivedAt: Date;
};

export type Filing = {
  applicationId: string;
  /** A draft keeps its newest file only; a sent application keeps what editors may have read. */
  into?: 'draft' | 'submitted';
  /** The caller makes it durable with a transaction of its own, before anybody is told that the file is here. */
  durableLater?: boolean;
  /** done in the transaction that fills the slots */
  also?: (tx: TxCtx, versionId: string) => Promise<void>;
};

/**
 * Takes one file into a slot: seal, write, fsync, then the row; what this returns is on disk, the row too unless it is
 * `durableLater`. What is stored already becomes the document as it is; refused, it is removed.
 * Errors: those of `storeFile` and `fileDocuments`.
 */
export async function receiveDocument(ctx: Ctx, arrival: ArrivingFile & Filing): Promise<ReceivedDocument> {
  const file = await storeFile(ctx, arrival);
  await fileDocuments(ctx, [file], arrival);
  const { slot, name, kind, row } = file;
  return { versionId: row.id, slot, name, size: row.size, kind, receivedAt: ctx.now };
}

/**
 * Makes documents of stored files, each for a slot of its own, in one transaction; refused, their bytes are removed.
 * Errors: not_found (no application in the state `into`).
 */
export async function fileDocuments(ctx: Ctx, files: readonly StoredFile[], filing: Filing): Promise<void> {
  try {
    await transaction(ctx, (tx) => fillSlots(tx, files, filing));
  } catch (error) {
    // Only where it is certain that no row was written; a commit whose answer was lost must find its bytes.
    if (error instanceof AppError) for (const { row } of files) await ctx.storage.remove(row.id);
    throw error;
  }
}

async function fillSlots(tx: TxCtx, files: readonly StoredFile[], filing: Filing): Promise<void> {
  const filled = await lockSlots(tx, files, filing);
  const placed: Placed[] = [];
  for (const file of files) placed.push({ file, ...(await placeIn(tx, filled.get(file.slot), filing)) });
  const fresh = placed.filter(({ isNew }) => isNew);
  const { applicationId, also } = filing;
  await atOnce([
    ...(fresh.length === 0
      ? []
      : [
          tx.db.insert(documents).values(
            fresh.map(({ documentId, file }) => ({
              id: documentId,
              applicationId,
              slot: file.slot,
              createdAt: tx.now,
            })),
          ),
        ]),
    tx.db
      .insert(documentVersions)
      .values(placed.map(({ file, documentId, number }) => ({ ...file.row, documentId, number, receivedAt: tx.now }))),
    tx.db.insert(documentChecks).values(
      files.map(({ row }) => ({
        versionId: row.id,
        state: 'waiting' as const,
        nextAt: new Date(tx.now.getTime() + JOB_MAY_TAKE_MS),
      })),
    ),
    ...placed.flatMap(({ file: { row, slot }, number }) => [
      enqueue(tx, 'documents.check', { versionId: row.id }),
      record(tx, {
        verb: 'document.received',
        subject: { kind: 'document', id: row.id },
        details: { slot, applicationId, version: number },
      }),
    ]),
  ]);
  if (also) for (const { row } of files) await also(tx, row.id);
}

type Place = { documentId: string; isNew: boolean; number: number };
type Placed = Place & { file: StoredFile };

/** What lay in the slot before goes, where it is a draft's, or becomes an earlier version. */
async function placeIn(tx: TxCtx, filled: string | undefined, { into }: Filing): Promise<Place> {
  if (!filled) return { documentId: randomUUID(), isNew: true, number: 1 };
  const earlier = await versionsOf(tx, filled);
  if (into !== 'submitted') await discard(tx, earlier);
  await forgetTraces(tx, earlier);
  return { documentId: filled, isNew: false, number: Math.max(0, ...earlier.map(({ number }) => number)) + 1 };
}

/**
 * Nobody else fills or empties a slot of this application before the transaction ends. Answers the ids of the documents
 * that fill these ones. Errors: not_found (no application in the state `into`).
 */
async function lockSlots(
  tx: TxCtx,
  files: readonly StoredFile[],
  { applicationId, into, durableLater: later }: Filing,
): Promise<Map<Slot, string>> {
  const slots = files.map(({ slot }) => slot);
  // One after the other in the database: the second sees what was done by whoever the first had to wait for.
  const [[application], filled] = await atOnce([
    tx.db
      .select({ id: applications.id, ...(later && { durableLater }) })
      .from(applications)
      .where(and(eq(applications.id, applicationId), eq(applications.state, into ?? 'draft')))
      .for('update'),
    tx.db
      .select({ id: documents.id, slot: documents.slot })
      .from(documents)
      .where(
        and(eq(documents.applicationId, applicationId), inArray(documents.slot, slots), isNull(documents.removedAt)),
      )
      .for('update'),
  ]);
  if (!application) throw new AppError('not_found');
  return new Map(filled.map(({ slot, id }) => [slot, id]));
}

async function discard(tx: TxCtx, versions: readonly { id: string }[]): Promise<void> {
  const versionIds = versions.map((version) => version.id);
  if (versionIds.length === 0) return;
  const storedIds = await storedIdsOf(tx, versionIds);
  await tx.db.delete(documentVersions).where(inArray(documentVersions.id, versionIds));
  await enqueue(tx, 'documents.erase-bytes', { versionIds: storedIds });
}

async function versionsOf(tx: TxCtx, documentId: string): Promise<{ id: string; number: number }[]> {
  return tx.db
    .select({ id: documentVersions.id, number: documentVersions.number })
    .from(documentVersions)
    .where(eq(documentVersions.documentId, documentId));
}

import { desc, eq, inArray } from 'drizzle-orm';
import { documents, documentVersions, textTraceBands, textTraces } from '@/db/schema/documents';
import type { Ctx, TxCtx } from '@/domain/context';
import { bandsOf, SKETCH_SIZE, sketchOf } from '@/platform/likeness';
import { blindIndex, open, type SecretKey, seal } from '@/platform/vault';

/** What is kept of a text to know one again that says nearly the same. */
export type TextTrace = { bands: bigint[]; sealedSketch: Buffer };

/** More bytes than the letters that count can have. */
const MOST_BYTES = 2_400_000;

/** The trace of a version's text as its rendition holds it; null where the text says too little. */
export function traceOf(
  ctx: Ctx,
  version: { id: string; applicationKey: SecretKey },
  text: Uint8Array,
): TextTrace | null {
  const sketch = sketchOf(Buffer.from(text.subarray(0, MOST_BYTES)).toString('utf8'), seedsOf(ctx));
  if (!sketch) return null;
  const bands = bandsOf(sketch).map((band, place) =>
    blindIndex(ctx.keys.fingerprint, 'text-band', `${place}:${band.join()}`).readBigInt64BE(),
  );
  const bytes = Buffer.alloc(SKETCH_SIZE * 4);
  for (const [place, value] of sketch.entries()) bytes.writeUInt32BE(value, place * 4);
  return { bands, sealedSketch: seal(version.applicationKey, identityOf(version.id), bytes) };
}

export function openSketch(key: SecretKey, row: { versionId: string; sealedSketch: Buffer }): Uint32Array {
  const bytes = open(key, identityOf(row.versionId), row.sealedSketch);
  return Uint32Array.from({ length: SKETCH_SIZE }, (_, place) => bytes.readUInt32BE(place * 4));
}

/**
 * Keeps the trace of the newest version of a document, and nothing of one that has been replaced or is gone, or whose text
 * says too little. Locks the document: who sends a newer version waits, and then finds the trace to be taken away.
 */
export async function keepTrace(tx: TxCtx, versionId: string, trace: TextTrace | null): Promise<void> {
  const isNewest = trace !== null && (await lockIfNewest(tx, versionId));
  if (!trace || !isNewest) return forgetTraces(tx, [{ id: versionId }]);
  const made = { sealedSketch: trace.sealedSketch, madeAt: tx.now };
  await tx.db
    .insert(textTraces)
    .values({ versionId, ...made })
    .onConflictDoUpdate({ target: textTraces.versionId, set: made });
  await tx.db
    .insert(textTraceBands)
    .values(trace.bands.map((band) => ({ band, versionId })))
    .onConflictDoNothing();
}

export async function forgetTraces(tx: TxCtx, versions: readonly { id: string }[]): Promise<void> {
  if (versions.length === 0) return;
  await tx.db.delete(textTraces).where(
    inArray(
      textTraces.versionId,
      versions.map(({ id }) => id),
    ),
  );
}

async function lockIfNewest(tx: TxCtx, versionId: string): Promise<boolean> {
  const [document] = await tx.db
    .select({ id: documents.id })
    .from(documents)
    .where(
      inArray(
        documents.id,
        tx.db
          .select({ id: documentVersions.documentId })
          .from(documentVersions)
          .where(eq(documentVersions.id, versionId)),
      ),
    )
    .for('share');
  if (!document) return false;
  // Asked once the lock is held: a version that came while we waited is seen.
  const [newest] = await tx.db
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .where(eq(documentVersions.documentId, document.id))
    .orderBy(desc(documentVersions.number))
    .limit(1);
  return newest?.id === versionId;
}

/** Secret, so that nobody can write a text that is taken for another. */
function seedsOf(ctx: Ctx): Uint32Array {
  return Uint32Array.from({ length: SKETCH_SIZE }, (_, place) =>
    blindIndex(ctx.keys.fingerprint, 'text-seed', String(place)).readUInt32BE(),
  );
}

function identityOf(versionId: string): string {
  return `text-sketch:${versionId}`;
}

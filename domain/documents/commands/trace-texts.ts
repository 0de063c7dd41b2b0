import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { documentRenditions, documents, documentVersions, textTraces } from '@/db/schema/documents';
import { type Ctx, transaction } from '@/domain/context';
import { StorageError } from '@/platform/storage';
import { open, type SecretKey } from '@/platform/vault';
import { readRendition } from '../sealing';
import { keepTrace, type TextTrace, traceOf } from '../text-traces';

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Makes traces of texts that were read before traces were kept, for about `forMs` at most. Those that cannot be read now,
 * and those whose key is not there, stay for the next time and stop none of the others: the last of their faults is thrown
 * when all have been tried.
 */
export async function traceWaitingTexts(ctx: Ctx, forMs = 60_000): Promise<void> {
  const until = performance.now() + forMs;
  let fault: unknown = null;
  let last = FIRST;
  while (performance.now() < until) {
    const [row] = await waitingAfter(ctx, last);
    if (!row) break;
    last = row.versionId;
    try {
      const applicationKey = await ctx.keyStore.get(row.applicationId);
      if (!applicationKey) continue;
      const trace = await traceOfStored(ctx, row, applicationKey);
      await transaction(ctx, (tx) => keepTrace(tx, row.versionId, trace));
    } catch (error) {
      fault = error;
    }
  }
  if (fault) throw fault;
}

type Waiting = Awaited<ReturnType<typeof waitingAfter>>[number];

function waitingAfter(ctx: Ctx, versionId: string) {
  return ctx.db
    .select({
      versionId: textTraces.versionId,
      applicationId: documents.applicationId,
      renditionId: documentRenditions.id,
      sealedKey: documentRenditions.sealedKey,
    })
    .from(textTraces)
    .innerJoin(documentVersions, eq(documentVersions.id, textTraces.versionId))
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .leftJoin(
      documentRenditions,
      and(eq(documentRenditions.versionId, textTraces.versionId), eq(documentRenditions.kind, 'text')),
    )
    .where(and(isNull(textTraces.madeAt), gt(textTraces.versionId, versionId)))
    .orderBy(asc(textTraces.versionId))
    .limit(1);
}

/** Null where there is no text to trace. */
async function traceOfStored(ctx: Ctx, row: Waiting, applicationKey: SecretKey): Promise<TextTrace | null> {
  if (!row.renditionId || !row.sealedKey) return null;
  const key = open(applicationKey, `rendition-key:${row.renditionId}`, row.sealedKey);
  const text = await readRendition(ctx, row.renditionId, key).catch(nothingIfLost);
  return text && traceOf(ctx, { id: row.versionId, applicationKey }, text);
}

/** Bytes that are lost will not come back by asking for them every few minutes. */
function nothingIfLost(error: unknown): null {
  if (error instanceof StorageError && error.code === 'not_found') return null;
  throw error;
}

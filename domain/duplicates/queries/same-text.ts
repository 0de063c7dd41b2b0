import { and, asc, count, desc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { documents, documentVersions, textTraceBands, textTraces } from '@/db/schema/documents';
import { keysOf } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import type { Slot } from '@/domain/documents/rules';
import { openSketch } from '@/domain/documents/text-traces';
import { unlessDamaged } from '@/platform/damaged';
import { likenessOf } from '@/platform/likeness';
import type { SecretKey } from '@/platform/vault';
import { NEAR_SAME, shareInCommon } from '../rules';
import { sent } from './sent';

/** Which document of the application at hand another one nearly repeats, and how much of it: from 0 to 1. */
export type SameText = { slot: Slot; share: number };

/** Texts of others that are compared with one document: of a letter that hundreds send, some are enough. */
const MOST_COMPARED = 100;
/** Shared pieces that are looked through for them: a form that thousands fill in must not hold up a page. */
const MOST_SHARED = 2000;

/**
 * Applications with a text that says nearly the same as one of this application's, by id, each with the document that is
 * most alike; the most alike first.
 */
export async function sameTexts(ctx: Ctx, applicationId: string): Promise<Map<string, SameText>> {
  const key = await ctx.keyStore.get(applicationId);
  if (!key) return new Map();
  const mine = await tracesOf(ctx, applicationId);
  const found = new Map<string, SameText>();
  for (const { slot, ...trace } of mine) {
    const sketch = sketchOf(key, trace);
    if (!sketch) continue;
    const others = await candidates(ctx, applicationId, trace.bands);
    const keys = await keysOf(
      ctx,
      others.map((other) => other.applicationId),
    );
    for (const other of others) {
      const theirs = sketchOf(keys.get(other.applicationId), other);
      const likeness = theirs ? likenessOf(sketch, theirs) : 0;
      const share = shareInCommon(likeness);
      if (likeness >= NEAR_SAME && share > (found.get(other.applicationId)?.share ?? 0))
        found.set(other.applicationId, { slot, share });
    }
  }
  return new Map([...found].toSorted(([, one], [, other]) => other.share - one.share));
}

/** Null without a key, or where it is damaged. */
function sketchOf(key: SecretKey | undefined, trace: Trace): Uint32Array | null {
  if (!key) return null;
  return unlessDamaged({ event: 'text-trace.damaged', version: trace.versionId }, () => openSketch(key, trace));
}

type Trace = { versionId: string; sealedSketch: Buffer };

/** Only the newest version of a document has a trace. */
async function tracesOf(ctx: Ctx, applicationId: string): Promise<(Trace & { slot: Slot; bands: bigint[] })[]> {
  const rows = await ctx.db
    .select({
      slot: documents.slot,
      versionId: textTraces.versionId,
      sealedSketch: textTraces.sealedSketch,
      band: textTraceBands.band,
    })
    .from(textTraces)
    .innerJoin(textTraceBands, eq(textTraceBands.versionId, textTraces.versionId))
    .innerJoin(documentVersions, eq(documentVersions.id, textTraces.versionId))
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .where(and(eq(documents.applicationId, applicationId), isNull(documents.removedAt)));
  const traces = new Map<string, Trace & { slot: Slot; bands: bigint[] }>();
  for (const { slot, versionId, sealedSketch, band } of rows) {
    if (!sealedSketch) continue;
    const trace = traces.get(versionId) ?? { slot, versionId, sealedSketch, bands: [] };
    traces.set(versionId, { ...trace, bands: [...trace.bands, band] });
  }
  return [...traces.values()];
}

/** Texts that share a piece with the one these pieces are of; those that share most come first. */
async function candidates(
  ctx: Ctx,
  applicationId: string,
  bands: bigint[],
): Promise<(Trace & { applicationId: string })[]> {
  const shared = ctx.db
    .select({ versionId: textTraceBands.versionId })
    .from(textTraceBands)
    .where(inArray(textTraceBands.band, bands))
    .limit(MOST_SHARED)
    .as('shared');
  const near = ctx.db
    .select({ versionId: shared.versionId, pieces: count().as('pieces') })
    .from(shared)
    .groupBy(shared.versionId)
    .as('near');
  const rows = await ctx.db
    .select({
      applicationId: applications.id,
      versionId: textTraces.versionId,
      sealedSketch: textTraces.sealedSketch,
    })
    .from(near)
    .innerJoin(textTraces, eq(textTraces.versionId, near.versionId))
    .innerJoin(documentVersions, eq(documentVersions.id, textTraces.versionId))
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .innerJoin(applications, eq(applications.id, documents.applicationId))
    .where(sent(ctx, and(isNull(documents.removedAt), ne(applications.id, applicationId))))
    .orderBy(desc(near.pieces), asc(textTraces.versionId))
    .limit(MOST_COMPARED);
  return rows.flatMap(({ sealedSketch, ...row }) => (sealedSketch ? [{ ...row, sealedSketch }] : []));
}

import { and, eq, inArray } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import {
  documentChecks,
  documentReadings,
  documentRenditions,
  documents,
  documentVersions,
} from '@/db/schema/documents';
import { canRead } from '@/domain/applications/rules';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { withheldFrom } from '@/domain/settings/withheld';
import type { Slot } from '../rules';

export type ReadableVersion = { id: string; applicationId: string; slot: Slot };

/** A version whose application the actor may read, once it has passed its check. Errors: not_found, for all others alike. */
export async function readableVersion(ctx: Ctx, versionId: string): Promise<ReadableVersion> {
  const [version] = await readable(ctx, [versionId]);
  if (!version) throw new AppError('not_found');
  return version;
}

async function readable(ctx: Ctx, versionIds: readonly string[]): Promise<ReadableVersion[]> {
  if (versionIds.length === 0) return [];
  const rows = await ctx.db
    .select({
      id: documentVersions.id,
      applicationId: documents.applicationId,
      slot: documents.slot,
      state: applications.state,
      callId: applications.callId,
      regions: applications.regions,
    })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .innerJoin(applications, eq(applications.id, documents.applicationId))
    .innerJoin(
      documentChecks,
      and(eq(documentChecks.versionId, documentVersions.id), eq(documentChecks.state, 'clear')),
    )
    .where(inArray(documentVersions.id, [...versionIds]));
  return rows.filter((row) => row.state === 'submitted' && canRead(ctx.actor, row));
}

export type Reading = {
  /** `waiting`: nobody has read it yet */
  state: 'waiting' | 'ready' | 'unshowable';
  /** why it cannot be shown */
  reason: 'password' | 'damaged' | 'too_large' | 'unsupported' | 'failed' | null;
  /** Images of pages, at their size in pixels; empty where only text is shown. */
  sheets: { width: number; height: number }[];
  /** Pages that cannot be painted. */
  blanks: number[];
  hasText: boolean;
  pages: number | null;
  words: number;
  languages: string[];
  scripts: string[];
  notes: string[];
};

const WAITING: Reading = {
  state: 'waiting',
  reason: null,
  sheets: [],
  blanks: [],
  hasText: false,
  pages: null,
  words: 0,
  languages: [],
  scripts: [],
  notes: [],
};

/** Read blind: an image of a page cannot be masked. */
const TEXT_ONLY = { sheets: [], blanks: [], notes: [] } satisfies Partial<Reading>;

/** What is known of each version's contents; versions the actor may not read are left out. */
export async function readingsOf(ctx: Ctx, versionIds: readonly string[]): Promise<Map<string, Reading>> {
  const found = await readable(ctx, versionIds);
  const ids = found.map((version) => version.id);
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.select().from(documentReadings).where(inArray(documentReadings.versionId, ids));
  const known = new Map(rows.map((row) => [row.versionId, row]));
  const blind = await withheldFrom(
    ctx,
    found.map((version) => version.applicationId),
  );
  const masked = new Set(found.filter((version) => blind.has(version.applicationId)).map((version) => version.id));
  const made = await ctx.db
    .select({
      versionId: documentRenditions.versionId,
      kind: documentRenditions.kind,
      page: documentRenditions.page,
      size: documentRenditions.size,
    })
    .from(documentRenditions)
    .where(and(inArray(documentRenditions.versionId, ids)));
  return new Map(
    ids.map((id) => {
      const row = known.get(id);
      if (!row) return [id, WAITING];
      const own = made.filter((rendition) => rendition.versionId === id);
      return [
        id,
        {
          ...row,
          state: row.unshowable ? 'unshowable' : 'ready',
          reason: row.unshowable,
          sheets: row.widths.map((width, place) => ({ width, height: row.heights[place] ?? 1 })),
          blanks: own.filter(({ kind, size }) => kind === 'page' && size === 0).map(({ page }) => page),
          hasText: own.some(({ kind }) => kind === 'html'),
          ...(masked.has(id) ? TEXT_ONLY : {}),
        },
      ];
    }),
  );
}

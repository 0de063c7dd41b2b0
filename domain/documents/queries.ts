import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { idList, isOneOf } from '@/db/one-of';
import { documentChecks, documentRenditions, documents, documentVersions } from '@/db/schema/documents';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { unlessDamaged } from '@/platform/damaged';
import { open, openJson, type SecretKey } from '@/platform/vault';
import {
  type CheckState,
  type DocumentCheck,
  type DocumentKind,
  type Finding,
  plainFileName,
  type RefusalReason,
  type Remark,
  type Slot,
} from './rules';
import { type ArchivedFile, asFarAsItGoes, fileKeyOf, readVersion } from './sealing';

export { type Reading, readingsOf } from './queries/readings';

export type DocumentInSlot = {
  id: string;
  slot: Slot;
  name: string;
  size: number;
  kind: DocumentKind;
  versionNumber: number;
  receivedAt: Date;
  check: DocumentCheck;
};

/** The newest file in each slot, in the order of the slots. Callers have found the application through the actor's scope. */
export async function documentsOf(ctx: Ctx, applicationId: string, key: SecretKey): Promise<DocumentInSlot[]> {
  return (await newestOf(ctx, applicationId, key)).map(({ sealedFindings: _, ...document }) => document);
}

/** A file as the desk reads it. */
export type DeskDocument = DocumentInSlot & {
  /** the newest one, where that is another: it waits for its check, or has not been taken */
  newer: { id: string; check: DocumentCheck } | null;
};

/** `documentsOf`, but the newest file that has passed its check, where one has: what was not taken takes nothing away. */
export async function documentsForDesk(ctx: Ctx, applicationId: string, key: SecretKey): Promise<DeskDocument[]> {
  const slots = await versionsBySlot(ctx, applicationId);
  return slots.flatMap((versions) => {
    const newest = versions.at(-1);
    if (!newest) return [];
    const taken = versions.findLast((version) => version.checkState === 'clear') ?? newest;
    const { sealedFindings: _, ...document } = opened(key, taken);
    return [{ ...document, newer: taken === newest ? null : { id: newest.id, check: checkIn(newest) } }];
  });
}

type Newest = DocumentInSlot & { sealedFindings: Buffer | null };

async function newestOf(ctx: Ctx, applicationId: string, key: SecretKey): Promise<Newest[]> {
  const slots = await versionsBySlot(ctx, applicationId);
  return slots.flatMap((versions) => versions.slice(-1).map((newest) => opened(key, newest)));
}

type VersionRow = Awaited<ReturnType<typeof versionsBySlot>>[number][number];

/** In each slot oldest first. */
async function versionsBySlot(ctx: Ctx, applicationId: string) {
  const rows = await ctx.db
    .select({
      id: documentVersions.id,
      slot: documents.slot,
      kind: documentVersions.kind,
      size: documentVersions.size,
      sealedName: documentVersions.sealedName,
      versionNumber: documentVersions.number,
      receivedAt: documentVersions.receivedAt,
      ...checkColumns,
      sealedFindings: documentChecks.sealedFindings,
    })
    .from(documents)
    .innerJoin(documentVersions, eq(documentVersions.documentId, documents.id))
    .leftJoin(documentChecks, eq(documentChecks.versionId, documentVersions.id))
    .where(and(eq(documents.applicationId, applicationId), isNull(documents.removedAt)))
    .orderBy(asc(documents.createdAt), asc(documentVersions.number));
  return ORDER.map((slot) => rows.filter((row) => row.slot === slot));
}

function opened(key: SecretKey, row: VersionRow): Newest {
  const { sealedName: _, kind, checkState, checkReason, checkRemarks, ...rest } = row;
  const check = checkIn({ checkState, checkReason, checkRemarks });
  return { ...rest, check, kind: kind as DocumentKind, name: nameOf(key, row) };
}

const checkColumns = {
  checkState: documentChecks.state,
  checkReason: documentChecks.reason,
  checkRemarks: documentChecks.remarks,
};

/** The database holds what `checkDocument` has written, and nothing for a file that it has not seen. */
function checkIn(row: {
  checkState: CheckState | null;
  checkReason: string | null;
  checkRemarks: string[] | null;
}): DocumentCheck {
  return {
    state: row.checkState ?? 'waiting',
    reason: row.checkReason as RefusalReason | null,
    remarks: (row.checkRemarks ?? []) as Remark[],
  };
}

/** A file together with what it says about its maker: for the applicant's own eyes only. */
export type OwnDocument = DocumentInSlot & { findings: readonly Finding[] };

/** `documentsOf`, for the applicant themself. */
export async function ownDocumentsOf(ctx: Ctx, applicationId: string, key: SecretKey): Promise<OwnDocument[]> {
  const found = await newestOf(ctx, applicationId, key);
  return found.map(({ sealedFindings, ...document }) => ({
    ...document,
    findings: sealedFindings ? openFindings(key, document.id, sealedFindings) : [],
  }));
}

/** What the given files say about their maker, by version: for the applicant's own eyes only. */
export async function findingsIn(
  ctx: Ctx,
  versionIds: readonly string[],
  key: SecretKey,
): Promise<Map<string, Finding[]>> {
  if (versionIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: documentChecks.versionId, sealed: documentChecks.sealedFindings })
    .from(documentChecks)
    .where(and(inArray(documentChecks.versionId, [...versionIds]), isNotNull(documentChecks.sealedFindings)));
  return new Map(rows.map(({ id, sealed }): [string, Finding[]] => [id, sealed ? openFindings(key, id, sealed) : []]));
}

/** Damaged, they say nothing. */
function openFindings(key: SecretKey, versionId: string, sealed: Buffer): Finding[] {
  const found = unlessDamaged(
    { event: 'document-findings.damaged', version: versionId },
    () => openJson(key, `document-findings:${versionId}`, sealed) as Finding[],
  );
  return found ?? [];
}

const ORDER: readonly Slot[] = ['cv', 'cover_letter', 'writing_sample', 'other'];

/** Ids of every stored file of the given applications, removed and replaced ones included. */
export async function versionIdsOf(ctx: Ctx, applicationIds: readonly string[]): Promise<string[]> {
  if (applicationIds.length === 0) return [];
  const rows = await ctx.db
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .where(inArray(documents.applicationId, [...applicationIds]));
  return rows.map((row) => row.id);
}

/** Names in the store of the given versions' bytes and of all renditions made of them, to be read before rows go. */
export async function storedIdsOf(ctx: Ctx, versionIds: readonly string[]): Promise<string[]> {
  if (versionIds.length === 0) return [];
  const rows = await ctx.db
    .select({ id: documentRenditions.id })
    .from(documentRenditions)
    .where(inArray(documentRenditions.versionId, [...versionIds]));
  return [...versionIds, ...rows.map((row) => row.id)];
}

type SealedVersion = DocumentInSlot & { applicationId: string; sealedKey: Buffer };

/** Every version in every slot, oldest first, with what is needed to open it. Callers hold the application's key. */
export async function versionsOf(ctx: Ctx, applicationId: string, key: SecretKey): Promise<SealedVersion[]> {
  const rows = await ctx.db
    .select({
      id: documentVersions.id,
      applicationId: documents.applicationId,
      slot: documents.slot,
      kind: documentVersions.kind,
      size: documentVersions.size,
      sealedKey: documentVersions.sealedKey,
      sealedName: documentVersions.sealedName,
      versionNumber: documentVersions.number,
      receivedAt: documentVersions.receivedAt,
      ...checkColumns,
    })
    .from(documents)
    .innerJoin(documentVersions, eq(documentVersions.documentId, documents.id))
    .leftJoin(documentChecks, eq(documentChecks.versionId, documentVersions.id))
    .where(eq(documents.applicationId, applicationId))
    .orderBy(asc(documents.createdAt), asc(documentVersions.number));
  return rows.map(({ sealedName, kind, checkState, checkReason, checkRemarks, ...row }) => ({
    ...row,
    check: checkIn({ checkState, checkReason, checkRemarks }),
    kind: kind as DocumentKind,
    name: nameOf(key, { ...row, kind, sealedName }),
  }));
}

export type StoredFile = {
  slot: Slot;
  versionNumber: number;
  name: string;
  size: number;
  receivedAt: Date;
  /** Errors: not_found (erased meanwhile). */
  read(): AsyncIterable<Uint8Array>;
  /** For an archive with others; null where nothing of it can be read any more. */
  forArchive(): Promise<ArchivedFile | null>;
};

/** A file of the applicant's own, to be read when its turn comes. */
export function openMyFile(ctx: Ctx, version: SealedVersion): StoredFile {
  const { id, slot, versionNumber, name, size, receivedAt } = version;
  async function* read(): AsyncIterable<Uint8Array> {
    const fileKey = await fileKeyOf(ctx, version);
    if (!fileKey) throw new AppError('not_found');
    yield* readVersion(ctx, id, fileKey);
  }
  return { slot, versionNumber, name, size, receivedAt, read, forArchive: () => asFarAsItGoes(id, read()) };
}

type NamedVersion = { id: string; slot: Slot; kind: string; sealedName: Buffer };

/** A file's own name; where that is damaged, a plain one. */
export function nameOf(key: SecretKey, { id, slot, kind, sealedName }: NamedVersion): string {
  const name = unlessDamaged({ event: 'document-name.damaged', version: id }, () =>
    openName(key, { versionId: id, sealedName }),
  );
  return name ?? plainFileName({ slot, kind: kind as DocumentKind });
}

export type SealedName = { versionId: string; sealedName: Buffer };

/** Names of the files in one slot of several applications, still sealed: one read for a whole page of a list. */
export async function sealedNamesIn(
  ctx: Ctx,
  slot: Slot,
  applicationIds: readonly string[],
): Promise<Map<string, SealedName>> {
  if (applicationIds.length === 0) return new Map();
  const build = () =>
    ctx.db
      .select({
        applicationId: documents.applicationId,
        versionId: documentVersions.id,
        sealedName: documentVersions.sealedName,
      })
      .from(documents)
      .innerJoin(documentVersions, eq(documentVersions.documentId, documents.id))
      .where(and(isOneOf(documents.applicationId, 'ids'), eq(documents.slot, slot), isNull(documents.removedAt)))
      .orderBy(asc(documentVersions.number));
  const rows = await builtOnce(ctx.db, ['sealedNamesIn', slot], build, { ids: idList(applicationIds) });
  return new Map(rows.map(({ applicationId, ...name }) => [applicationId, name]));
}

export function openName(key: SecretKey, { versionId, sealedName }: SealedName): string {
  return open(key, `document-name:${versionId}`, sealedName).toString('utf8');
}

import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { documentChecks, documents, documentVersions } from '@/db/schema/documents';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { examineFile, type Finding } from '@/platform/examination';
import { log } from '@/platform/log';
import { SandboxError } from '@/platform/sandbox';
import { ScannerError, type ScanVerdict } from '@/platform/scanner';
import { blindIndex, sealJson, VaultError } from '@/platform/vault';
import { type DocumentKind, nextCheckIn, type RefusalReason, type Remark } from '../rules';
import { fileKeyOf, readWholeVersion } from '../sealing';

type Outcome =
  | { state: 'clear'; remarks: readonly Remark[]; findings: readonly Finding[] }
  | { state: 'refused'; reason: RefusalReason; signature?: string }
  | { state: 'waiting'; isStarved: boolean };

/**
 * Checks a file once and for good: is it what arrived, does the scanner know harm in it, does it open as what it claims
 * to be, what does it say about its maker? Where the scanner is silent it stays waiting, and is looked at again later. A
 * file that has been removed meanwhile, or is checked already, is no fault.
 */
export async function checkDocument(ctx: Ctx, versionId: string): Promise<void> {
  const version = await versionToCheck(ctx, versionId);
  if (!version) return;
  const fileKey = await fileKeyOf(ctx, version);
  const applicationKey = await ctx.keyStore.get(version.applicationId);
  if (!fileKey || !applicationKey) return waitLonger(ctx, version);
  const file = await wholeFile(ctx, version, fileKey);
  const outcome = file ? await outcomeFor(ctx, file, version) : DAMAGED;
  await transaction(ctx, async (tx) => {
    if (outcome.state === 'waiting') return putOff(tx, version, outcome);
    const findings = outcome.state === 'clear' ? outcome.findings : [];
    const sealedFindings =
      findings.length > 0 ? sealJson(applicationKey, `document-findings:${versionId}`, findings) : null;
    if (await settle(tx, versionId, { ...outcome, sealedFindings })) await tell(tx, version, outcome);
  });
}

type Version = {
  id: string;
  applicationId: string;
  slot: string;
  kind: string;
  size: number;
  sealedKey: Buffer;
  fingerprint: Buffer;
  attempts: number;
  starved: number;
};

const DAMAGED: Outcome = { state: 'refused', reason: 'damaged' };

async function versionToCheck(ctx: Ctx, versionId: string): Promise<Version | null> {
  const [row] = await ctx.db
    .select({
      id: documentVersions.id,
      applicationId: documents.applicationId,
      slot: documents.slot,
      kind: documentVersions.kind,
      size: documentVersions.size,
      sealedKey: documentVersions.sealedKey,
      fingerprint: documentVersions.fingerprint,
      state: documentChecks.state,
      attempts: documentChecks.attempts,
      starved: documentChecks.starved,
    })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .leftJoin(documentChecks, eq(documentChecks.versionId, documentVersions.id))
    .where(eq(documentVersions.id, versionId));
  if (!row || row.state === 'clear' || row.state === 'refused') return null;
  return { ...row, attempts: row.attempts ?? 0, starved: row.starved ?? 0 };
}

/**
 * Read back through its seal: a broken disk is noticed while the applicant can still send the file again. Null where the
 * stored bytes are others than those that arrived, at a second look too. A store that answers nothing at all is no fault of
 * the file: that rises.
 */
async function wholeFile(ctx: Ctx, version: Version, fileKey: Buffer): Promise<Buffer | null> {
  for (const _ of ['once', 'again']) {
    const file = await arrivedFile(ctx, version, fileKey);
    if (file) return file;
  }
  log.error({ event: 'document.damaged-in-store', document: version.id });
  return null;
}

async function arrivedFile(ctx: Ctx, version: Version, fileKey: Buffer): Promise<Buffer | null> {
  const file = await readWholeVersion(ctx, version.id, fileKey).catch(nothingIfChanged);
  if (!file) return null;
  const digest = createHash('sha256').update(file).digest('hex');
  const fingerprint = blindIndex(ctx.keys.fingerprint, 'document', digest);
  return file.length === version.size && fingerprint.equals(version.fingerprint) ? file : null;
}

function nothingIfChanged(error: unknown): null {
  if (error instanceof VaultError) return null;
  throw error;
}

async function outcomeFor(ctx: Ctx, file: Buffer, version: Version): Promise<Outcome> {
  const scanned = await scan(ctx, file, version);
  if (scanned === 'too_large') return { state: 'refused', reason: 'too_large_to_scan' };
  if (scanned?.infected) return { state: 'refused', reason: 'infected', signature: scanned.signature };
  const examined = await examine(file, version);
  // What is refused for its form needs no scanner to stay out; what is taken does.
  return examined.state === 'clear' && scanned === null ? { state: 'waiting', isStarved: false } : examined;
}

/** Null: nobody answered. `too_large`: the scanner never will. Without a scanner nothing is known, which is all an operator without one asks for. */
async function scan(ctx: Ctx, file: Buffer, { id }: Version): Promise<ScanVerdict | 'too_large' | null> {
  if (!ctx.scanner) return { infected: false };
  try {
    return await ctx.scanner.scan(file);
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error;
    log.warn({ event: 'document.not-scanned', document: id, why: error.code });
    return error.code === 'too_large' ? 'too_large' : null;
  }
}

/** A file that is put off so often because the machine was busy is taken for what keeps it busy. */
const MOST_STARVED = 8;
const SOUND_FILE = Buffer.from('a sound file');

/** A file that breaks its process twice is refused, unless the process breaks over anything. */
async function examine(file: Buffer, version: Version): Promise<Outcome> {
  for (const isLast of [false, true]) {
    try {
      const examination = await examineFile(file, version.kind as DocumentKind);
      if (examination.verdict === 'refused') return { state: 'refused', reason: examination.reason };
      return { state: 'clear', remarks: examination.remarks, findings: examination.findings };
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      if (error.fault === 'starved' && version.starved < MOST_STARVED) return { state: 'waiting', isStarved: true };
      log.warn({ event: 'document.broke-its-process', document: version.id, fault: error.fault, place: error.place });
      if (isLast) await examineFile(SOUND_FILE, 'txt');
    }
  }
  return { state: 'refused', reason: 'unreadable' };
}

/** Erased, or its key is not to be had just now: asked for ever more seldom. A row that has gone meanwhile stays away. */
async function waitLonger(ctx: Ctx, { id, attempts }: Version): Promise<void> {
  await ctx.db
    .update(documentChecks)
    .set({ attempts: attempts + 1, nextAt: new Date(ctx.now.getTime() + nextCheckIn(attempts + 1)) })
    .where(and(eq(documentChecks.versionId, id), eq(documentChecks.state, 'waiting')));
}

async function putOff(tx: TxCtx, version: Version, { isStarved }: { isStarved: boolean }): Promise<void> {
  const { id, attempts } = version;
  const starved = version.starved + (isStarved ? 1 : 0);
  const nextAt = new Date(tx.now.getTime() + nextCheckIn(attempts + 1));
  await tx.db
    .insert(documentChecks)
    .values({ versionId: id, state: 'waiting', attempts: attempts + 1, starved, nextAt })
    .onConflictDoUpdate({
      target: documentChecks.versionId,
      set: { attempts: attempts + 1, starved, nextAt },
      setWhere: eq(documentChecks.state, 'waiting'),
    });
}

type Settled = Exclude<Outcome, { state: 'waiting' }> & { sealedFindings: Buffer | null };

/** False when another worker has settled it meanwhile, or the file has been removed. */
async function settle(tx: TxCtx, versionId: string, outcome: Settled): Promise<boolean> {
  const [version] = await tx.db
    .update(documentVersions)
    .set({ verifiedAt: tx.now })
    .where(eq(documentVersions.id, versionId))
    .returning({ id: documentVersions.id });
  if (!version) return false;
  const verdict = {
    state: outcome.state,
    reason: outcome.state === 'refused' ? outcome.reason : null,
    remarks: outcome.state === 'clear' ? [...outcome.remarks] : [],
    sealedFindings: outcome.sealedFindings,
    checkedAt: tx.now,
  };
  const written = await tx.db
    .insert(documentChecks)
    .values({ versionId, ...verdict })
    .onConflictDoUpdate({
      target: documentChecks.versionId,
      set: verdict,
      setWhere: eq(documentChecks.state, 'waiting'),
    })
    .returning({ id: documentChecks.versionId });
  return written.length === 1;
}

async function tell(tx: TxCtx, version: Version, outcome: Exclude<Outcome, { state: 'waiting' }>): Promise<void> {
  const { id, applicationId, slot } = version;
  if (outcome.state === 'clear') return enqueue(tx, 'documents.render', { versionId: id });
  const isInfected = outcome.reason === 'infected';
  await record(tx, {
    verb: isInfected ? 'document.infected' : 'document.refused',
    subject: { kind: 'document', id },
    details: { slot, reason: outcome.reason, ...(isInfected ? { signature: outcome.signature ?? null } : {}) },
  });
  await enqueue(tx, 'applications.tell-refused', { applicationId, versionId: id });
}

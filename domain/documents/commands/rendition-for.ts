import { setTimeout as later } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { enqueueOnce } from '@/db/queue';
import { documentReadings, documentRenditions } from '@/db/schema/documents';
import { record } from '@/domain/audit/commands';
import { hasRecorded } from '@/domain/audit/queries';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { isWithheldFrom, redactorForDocuments } from '@/domain/settings/withheld';
import { MASK, type Redactor } from '@/platform/redaction';
import { open } from '@/platform/vault';
import { readableVersion } from '../queries/readings';
import { readRendition } from '../sealing';

export type AskedRendition = { kind: 'page'; page: number } | { kind: 'html' } | { kind: 'text' };

export type OpenedRendition =
  | { state: 'made'; id: string; mediaType: string; bytes: Buffer }
  /** being made, or not begun yet */
  | { state: 'waiting' }
  | { state: 'unshowable' };

const ASK_AGAIN_MS = 40;
/** More than any of today's renderings has; what is larger is not opened here, where others are served. */
const LARGEST_RENDITION = 12 * 1024 * 1024;

/**
 * The one way from a document to what a member reads of it: a page as an image, its text as safe HTML or plain. A page
 * that nobody has asked for yet is requested, and waited for up to `waitMs`. Reading stands in the trail once a day for
 * each member and document, and the applicant sees it. Errors: not_found, for absent, erased and forbidden alike.
 */
export async function renditionFor(
  ctx: Ctx,
  versionId: string,
  asked: AskedRendition,
  waitMs = 0,
): Promise<OpenedRendition> {
  const version = await readableVersion(ctx, versionId);
  const applicationKey = await ctx.keyStore.get(version.applicationId);
  if (!applicationKey) throw new AppError('not_found');
  const isBlind = await isWithheldFrom(ctx, version.applicationId);
  if (isBlind && asked.kind === 'page') throw new AppError('not_found');
  const found = await find(ctx, versionId, asked);
  // Its first reading is under way, or broke off behind this page.
  if (found && !found.readingOf) await ask(ctx, { versionId, page: 1 });
  const rendition = found ?? (await requested(ctx, versionId, asked, waitMs));
  if (rendition === null) return { state: 'waiting' };
  if (rendition === 'unshowable' || !rendition.sealedKey || rendition.size > LARGEST_RENDITION)
    return { state: 'unshowable' };
  await noteReading(ctx, { id: versionId, slot: version.slot });
  const key = open(applicationKey, `rendition-key:${rendition.id}`, rendition.sealedKey);
  const whole = await readRendition(ctx, rendition.id, key);
  const redactor = isBlind ? await redactorForDocuments(ctx, { id: version.applicationId, key: applicationKey }) : null;
  const bytes = redactor ? Buffer.from(await redacted(whole.toString('utf8'), asked, redactor)) : whole;
  return { state: 'made', id: rendition.id, mediaType: rendition.mediaType, bytes };
}

/** One width for all masks: how long a name is says something too. */
async function redacted(text: string, asked: AskedRendition, redactor: Redactor): Promise<string> {
  if (asked.kind !== 'html') return (await redactor.longText(text)).replaceAll(MASK, '▬▬▬▬▬');
  return (await redactor.html(text)).replaceAll(MASK, '<span class="mask" role="img" aria-label="▬▬▬"></span>');
}

type Found = {
  id: string;
  mediaType: string;
  size: number;
  sealedKey: Buffer | null;
  /** null until the first reading is whole */
  readingOf: string | null;
};

async function find(ctx: Ctx, versionId: string, asked: AskedRendition): Promise<Found | null> {
  const [row] = await ctx.db
    .select({
      id: documentRenditions.id,
      mediaType: documentRenditions.mediaType,
      size: documentRenditions.size,
      sealedKey: documentRenditions.sealedKey,
      readingOf: documentReadings.versionId,
    })
    .from(documentRenditions)
    .leftJoin(documentReadings, eq(documentReadings.versionId, documentRenditions.versionId))
    .where(
      and(
        eq(documentRenditions.versionId, versionId),
        eq(documentRenditions.kind, asked.kind),
        eq(documentRenditions.page, asked.kind === 'page' ? asked.page : 0),
      ),
    );
  return row ?? null;
}

/** Null: it is being made. */
async function requested(
  ctx: Ctx,
  versionId: string,
  asked: AskedRendition,
  waitMs: number,
): Promise<Found | 'unshowable' | null> {
  const [reading] = await ctx.db
    .select({ unshowable: documentReadings.unshowable, widths: documentReadings.widths })
    .from(documentReadings)
    .where(eq(documentReadings.versionId, versionId));
  if (reading?.unshowable || (reading && asked.kind !== 'page')) return 'unshowable';
  const page = asked.kind === 'page' ? asked.page : 1;
  if (reading && page > reading.widths.length) throw new AppError('not_found');
  await ask(ctx, { versionId, page });
  const until = performance.now() + waitMs;
  while (performance.now() < until) {
    await later(ASK_AGAIN_MS);
    const found = await find(ctx, versionId, asked);
    if (found) return found;
  }
  return null;
}

function ask(ctx: Ctx, wanted: { versionId: string; page: number }): Promise<void> {
  return transaction(ctx, (tx) => enqueueOnce(tx, 'documents.render-pages', wanted));
}

async function noteReading(ctx: Ctx, version: { id: string; slot: string }): Promise<void> {
  const since = new Date(ctx.now);
  since.setUTCHours(0, 0, 0, 0);
  const line = { verb: 'document.opened', subject: { kind: 'document', id: version.id } } as const;
  const isNoted = (looking: Ctx) => hasRecorded(looking, { ...line, as: 'reading', since });
  if (await isNoted(ctx)) return;
  await transaction(ctx, async (tx) => {
    // A browser asks for several pages at once.
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext(${readerOf(tx)}), hashtext(${version.id}))`);
    if (await isNoted(tx)) return;
    await record(tx, { ...line, details: { slot: version.slot, as: 'reading' } });
  });
}

function readerOf({ actor }: Ctx): string {
  return actor.kind === 'member' ? actor.memberId : actor.kind;
}

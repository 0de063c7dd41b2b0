import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { and, eq, inArray } from 'drizzle-orm';
import {
  documentChecks,
  documentReadings,
  documentRenditions,
  documents,
  documentVersions,
} from '@/db/schema/documents';
import { type Ctx, transaction } from '@/domain/context';
import {
  type DocumentOverview,
  openRenderer,
  type Picture,
  type Renderer,
  type Unshowable,
  type Urgency,
} from '@/platform/renditions';
import { fileSealer, newKey, type SecretKey, seal } from '@/platform/vault';
import { type DocumentKind, hasSheets } from '../rules';
import { fileKeyOf, readVersion } from '../sealing';
import { keepTrace, type TextTrace, traceOf } from '../text-traces';

/** Made beyond the page that was asked for, so that who reads on does not wait. */
const PAGES_AHEAD = 3;

type Version = { id: string; kind: DocumentKind; applicationKey: SecretKey; renderer: Renderer };

/** First readings whose process runs: who waits for a page joins one rather than read the same file beside it. */
const underWay = new Map<string, Promise<void>>();

/**
 * Makes what readers first see of a version: its first page, then its text and its measures. A version that is gone, or
 * has not passed its check or has been read before, is left alone. Strangers' bytes are read in a process of their own only.
 */
export async function renderDocument(ctx: Ctx, versionId: string, urgency?: Urgency): Promise<void> {
  const [known] = await ctx.db
    .select({ id: documentReadings.versionId })
    .from(documentReadings)
    .where(eq(documentReadings.versionId, versionId));
  if (known) return;
  const begun = underWay.get(versionId);
  if (begun !== undefined) return begun;
  // Not before it has its process: in the queue for one, who is awaited goes before the background.
  const reading: Promise<void> = readFirst(ctx, {
    versionId,
    urgency,
    onBegin: () => underWay.set(versionId, reading),
  });
  await reading.finally(() => {
    if (underWay.get(versionId) === reading) underWay.delete(versionId);
  });
}

async function readFirst(ctx: Ctx, wish: Wish): Promise<void> {
  const { versionId } = wish;
  await withVersion(ctx, wish, async (version) => {
    const first = hasSheets(version.kind) ? await paint(ctx, version, [1]) : [];
    if (typeof first === 'string' && first !== 'failed') return saveReading(ctx, versionId, first);
    const overview = await version.renderer.overview();
    if (typeof overview === 'string') return saveReading(ctx, versionId, overview);
    await store(ctx, version, { kind: 'text', page: 0, mediaType: 'text/plain', bytes: overview.text });
    if (overview.html)
      await store(ctx, version, { kind: 'html', page: 0, mediaType: 'text/html', bytes: overview.html });
    await saveReading(ctx, versionId, overview, traceOf(ctx, version, overview.text));
  });
}

/**
 * Makes what somebody waits for: the image of a page, and those of the next pages after it, where they are missing; for a
 * version that nobody has read yet, what readers first see of it, before its turn.
 */
export async function renderPages(ctx: Ctx, { versionId, page }: { versionId: string; page: number }): Promise<void> {
  await renderDocument(ctx, versionId, 'awaited');
  const [reading] = await ctx.db
    .select({ widths: documentReadings.widths })
    .from(documentReadings)
    .where(eq(documentReadings.versionId, versionId));
  const wanted = Array.from({ length: PAGES_AHEAD + 1 }, (_, place) => page + place).filter(
    (number) => number <= (reading?.widths.length ?? 0),
  );
  const missing = await missingPages(ctx, versionId, wanted);
  const [asked, ...ahead] = missing;
  if (asked === undefined) return;
  await withVersion(ctx, { versionId, urgency: 'awaited' }, async (version) => {
    await paint(ctx, version, [asked]);
    for (const number of ahead) await paint(ctx, version, [number]);
  });
}

async function missingPages(ctx: Ctx, versionId: string, wanted: readonly number[]): Promise<number[]> {
  if (wanted.length === 0) return [];
  const made = await ctx.db
    .select({ page: documentRenditions.page })
    .from(documentRenditions)
    .where(
      and(
        eq(documentRenditions.versionId, versionId),
        eq(documentRenditions.kind, 'page'),
        inArray(documentRenditions.page, [...wanted]),
      ),
    );
  return wanted.filter((number) => !made.some(({ page }) => page === number));
}

/** Paints pages and keeps them; one that cannot be painted is kept as such, so that it is not tried for ever. */
async function paint(ctx: Ctx, version: Version, numbers: readonly number[]): Promise<Unshowable | null> {
  const pictures = await version.renderer.pages(numbers);
  if (typeof pictures === 'string' && pictures !== 'failed') return pictures;
  for (const [place, number] of numbers.entries()) {
    const picture = typeof pictures === 'string' ? null : (pictures[place] ?? null);
    await store(ctx, version, { kind: 'page', page: number, ...(picture ?? NO_PICTURE) });
  }
  return typeof pictures === 'string' ? pictures : null;
}

const NO_PICTURE: Pick<Rendition, 'mediaType' | 'bytes'> = { mediaType: '', bytes: null };

type Wish = {
  versionId: string;
  urgency: Urgency | undefined;
  /** the file goes into its process */
  onBegin?: () => void;
};

async function withVersion(
  ctx: Ctx,
  { versionId, urgency, onBegin }: Wish,
  work: (version: Version) => Promise<void>,
): Promise<void> {
  const [row] = await ctx.db
    .select({
      id: documentVersions.id,
      applicationId: documents.applicationId,
      kind: documentVersions.kind,
      sealedKey: documentVersions.sealedKey,
      verifiedAt: documentVersions.verifiedAt,
    })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .innerJoin(
      documentChecks,
      and(eq(documentChecks.versionId, documentVersions.id), eq(documentChecks.state, 'clear')),
    )
    .where(eq(documentVersions.id, versionId));
  const applicationKey = row && (await ctx.keyStore.get(row.applicationId));
  const fileKey = row && (await fileKeyOf(ctx, row));
  if (!row || !applicationKey || !fileKey) return;
  const kind = row.kind as DocumentKind;
  const file = () => {
    onBegin?.();
    return readVersion(ctx, versionId, fileKey);
  };
  const renderer = openRenderer(kind, file, urgency);
  try {
    await work({ id: versionId, kind, applicationKey, renderer });
  } finally {
    await renderer.close();
  }
}

type Rendition = {
  kind: 'page' | 'html' | 'text';
  page: number;
  mediaType: Picture['mediaType'] | 'text/html' | 'text/plain' | '';
  bytes: Uint8Array | null;
};

/** Seal, write, fsync, then the row; who came second, or comes when the version is gone, leaves nothing. */
async function store(ctx: Ctx, version: Version, { kind, page, mediaType, bytes }: Rendition): Promise<void> {
  const id = randomUUID();
  const key = newKey();
  if (bytes) await ctx.storage.write(id, Readable.from([Buffer.from(bytes)]).pipe(fileSealer(key, `rendition:${id}`)));
  const row = {
    id,
    versionId: version.id,
    kind,
    page,
    mediaType,
    size: bytes?.length ?? 0,
    sealedKey: bytes ? seal(version.applicationKey, `rendition-key:${id}`, key) : null,
    madeAt: ctx.now,
  };
  const isKept = await transaction(ctx, async (tx) => {
    const [still] = await tx.db
      .select({ id: documentVersions.id })
      .from(documentVersions)
      .where(eq(documentVersions.id, version.id))
      .for('share');
    if (!still) return false;
    const written = await tx.db
      .insert(documentRenditions)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: documentRenditions.id });
    return written.length === 1;
  });
  if (bytes && !isKept) await ctx.storage.remove(id);
}

/** Reading and trace stand or fall together: what has been read needs no second look for its trace. */
async function saveReading(
  ctx: Ctx,
  versionId: string,
  read: DocumentOverview | Unshowable,
  trace: TextTrace | null = null,
): Promise<void> {
  const told =
    typeof read === 'string'
      ? { unshowable: read }
      : {
          pages: read.pages,
          words: read.words,
          languages: read.languages,
          scripts: read.scripts,
          notes: read.notes,
          widths: read.sheets.map((sheet) => sheet.width),
          heights: read.sheets.map((sheet) => sheet.height),
        };
  await transaction(ctx, async (tx) => {
    // The document before its version: whoever sends a new version locks them in this order.
    await keepTrace(tx, versionId, trace);
    const [still] = await tx.db
      .select({ id: documentVersions.id })
      .from(documentVersions)
      .where(eq(documentVersions.id, versionId))
      .for('share');
    if (!still) return;
    await tx.db
      .insert(documentReadings)
      .values({ versionId, madeAt: ctx.now, ...told })
      .onConflictDoNothing();
  });
}

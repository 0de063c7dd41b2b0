import { randomUUID } from 'node:crypto';
import { makeZip } from 'client-zip';
import { mustBeProved } from '@/domain/accounts/commands';
import type { DeskApplication } from '@/domain/applications/queries';
import { record } from '@/domain/audit/commands';
import type { Ctx } from '@/domain/context';
import { openOriginal } from '@/domain/documents/commands';
import { type ArchivedFile, asFarAsItGoes } from '@/domain/documents/sealing';
import { AppError, isAppError } from '@/domain/errors';
import { log } from '@/platform/log';
import { StorageError } from '@/platform/storage';
import { VaultError } from '@/platform/vault';
import { type ExportInput, exportInput } from '../input';
import { type Chosen, type ExportedOne, exportedOnes, selectedNumbers } from '../queries';
import { COLUMNS, recordOf, tableLine } from '../record';
import { BYTE_ORDER_MARK, csvLine, type ExportFormat, mayExport } from '../rules';

export type Exported = { fileName: string; mediaType: string; stream: AsyncIterable<Uint8Array> };

const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  zip: 'application/zip',
};

/**
 * Takes a selection along: on record before the first byte, written one application at a time, each on record before it
 * leaves. What is damaged keeps nothing else from leaving: it is named in the export and counted on record. Only for who may decide, only what they may decide on, and only within five minutes of a fresh code. Errors:
 * not_allowed, proof_needed, invalid_input, nothing_to_export, export_too_large.
 */
export async function exportApplications(ctx: Ctx, input: ExportInput): Promise<Exported> {
  if (!mayExport(ctx.actor)) throw new AppError('not_allowed');
  const parsed = exportInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const { format, browser, selection } = parsed.data;
  await mustBeProved(ctx, browser);
  const chosen = await selectedNumbers(ctx, selection);
  const id = randomUUID();
  await record(ctx, {
    verb: 'export.begun',
    subject: { kind: 'export', id },
    details: { format, selected: chosen.length },
  });
  return {
    fileName: `redaktion-${ctx.now.toISOString().slice(0, 10)}.${format}`,
    mediaType: MEDIA_TYPES[format],
    stream: streamOf(ctx, { id, format, chosen, lacks: new Lacks() }),
  };
}

type Taking = { id: string; format: ExportFormat; chosen: readonly Chosen[]; lacks: Lacks };

/** What an export should hold and does not, and why. */
class Lacks {
  readonly lines: string[] = [];
  damaged = 0;

  note(number: string, what: string, why: string): void {
    this.lines.push(csvLine([number, what, why]));
    if (OF_DAMAGE.has(why)) this.damaged += 1;
  }
}

/** `missing`: the store has lost it; `incomplete`: it ends before its end. */
const OF_DAMAGE: ReadonlySet<string> = new Set(['damaged', 'missing', 'incomplete']);

/** What really leaves: each in its own trail before it does, all together in a count once it is over or broken off. */
async function* takenOnes(ctx: Ctx, { id, format, chosen, lacks }: Taking): AsyncGenerator<ExportedOne> {
  let count = 0;
  try {
    for await (const one of exportedOnes(ctx, chosen)) {
      if ('damaged' in one) lacks.note(one.number, 'application', 'damaged');
      else {
        await record(ctx, {
          verb: 'application.exported',
          subject: { kind: 'application', id: one.id },
          details: { export: id, format },
        });
        count += 1;
      }
      yield one;
    }
  } finally {
    const { damaged } = lacks;
    await record(ctx, {
      verb: 'applications.exported',
      subject: { kind: 'export', id },
      details: { format, count, ...(damaged > 0 ? { damaged } : {}) },
    });
  }
}

type Ones = AsyncIterable<ExportedOne>;

function streamOf(ctx: Ctx, taking: Taking): AsyncIterable<Uint8Array> {
  const ones = takenOnes(ctx, taking);
  if (taking.format === 'csv') return bytesOf(table(ones));
  if (taking.format === 'json') return bytesOf(list(ones));
  return chunksOf(makeZip(parts(ctx, ones, taking.lacks)));
}

async function* table(ones: Ones): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine([...COLUMNS]);
  for await (const one of ones) yield tableLine(recordOf(one));
}

async function* list(ones: Ones): AsyncGenerator<string> {
  let before = '[\n';
  for await (const one of ones) {
    yield `${before}${JSON.stringify(recordOf(one))}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

type Part = { name: string; input: AsyncIterable<Uint8Array> | string; lastModified: Date };

/** Names inside say which application and which slot, never whose; nothing in them can leave the folder. */
async function* parts(ctx: Ctx, ones: Ones, lacks: Lacks): AsyncGenerator<Part> {
  const taken: Chosen[] = [];
  for await (const one of ones) {
    taken.push({ number: one.number, foldedInto: one.foldedInto });
    yield {
      name: `${one.number}/application.json`,
      input: JSON.stringify(recordOf(one), null, 2),
      lastModified: ctx.now,
    };
    if (!('damaged' in one)) yield* documentsIn(ctx, one, lacks);
  }
  yield { name: 'applications.csv', input: bytesOf(table(exportedOnes(ctx, taken))), lastModified: ctx.now };
  const leftOut = BYTE_ORDER_MARK + csvLine(['number', 'document', 'reason']) + lacks.lines.join('');
  yield { name: 'left-out.csv', input: leftOut, lastModified: ctx.now };
}

async function* documentsIn(ctx: Ctx, one: DeskApplication, lacks: Lacks): AsyncGenerator<Part> {
  for (const [place, document] of one.documents.entries()) {
    const { newer } = document;
    if (newer)
      lacks.note(one.number, document.slot, newer.check.state === 'refused' ? 'newer_refused' : 'newer_waiting');
    const file = await originalOf(ctx, document.id);
    if (typeof file === 'string') {
      lacks.note(one.number, document.slot, file);
      continue;
    }
    const name = `${one.number}/${place + 1}-${document.slot}.${document.kind}`;
    try {
      yield { name, input: file.bytes, lastModified: ctx.now };
    } finally {
      await file.close();
    }
    if (!file.isWhole()) lacks.note(one.number, document.slot, 'incomplete');
  }
}

/** Or why it is left out: one file that is lost, spoilt or withheld must not keep the others. */
async function originalOf(ctx: Ctx, versionId: string): Promise<ArchivedFile | string> {
  try {
    const { stream } = await openOriginal(ctx, versionId);
    return (await asFarAsItGoes(versionId, stream)) ?? 'damaged';
  } catch (error) {
    if (isAppError(error)) return error.code;
    const isLost = error instanceof StorageError && error.code === 'not_found';
    if (!isLost && !(error instanceof VaultError)) throw error;
    log.error({ event: 'export.document-damaged', version: versionId }, error);
    return isLost ? 'missing' : 'damaged';
  }
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
}

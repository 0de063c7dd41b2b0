import { randomUUID } from 'node:crypto';
import { makeZip } from 'client-zip';
import { mustBeProved } from '@/domain/accounts/commands';
import type { DeskApplication } from '@/domain/applications/queries';
import { record } from '@/domain/audit/commands';
import type { Ctx } from '@/domain/context';
import { openOriginal } from '@/domain/documents/commands';
import { AppError, isAppError } from '@/domain/errors';
import { log } from '@/platform/log';
import { VaultError } from '@/platform/vault';
import { type ExportInput, exportInput } from '../input';
import { type ExportedOne, exportedOnes, selectedNumbers } from '../queries';
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
 * leaves. Only for who may decide, only what they may decide on, and only within five minutes of a fresh code. Errors:
 * not_allowed, proof_needed, invalid_input, nothing_to_export, export_too_large.
 */
export async function exportApplications(ctx: Ctx, input: ExportInput): Promise<Exported> {
  if (!mayExport(ctx.actor)) throw new AppError('not_allowed');
  const parsed = exportInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const { format, browser, selection } = parsed.data;
  await mustBeProved(ctx, browser);
  const numbers = await selectedNumbers(ctx, selection);
  const id = randomUUID();
  await record(ctx, {
    verb: 'export.begun',
    subject: { kind: 'export', id },
    details: { format, selected: numbers.length },
  });
  return {
    fileName: `redaktion-${ctx.now.toISOString().slice(0, 10)}.${format}`,
    mediaType: MEDIA_TYPES[format],
    stream: STREAMS[format](ctx, takenOnes(ctx, { id, format, numbers })),
  };
}

type Taking = { id: string; format: ExportFormat; numbers: readonly string[] };

/** What really leaves: each in its own trail before it does, all together in a count once it is over or broken off. */
async function* takenOnes(ctx: Ctx, { id, format, numbers }: Taking): AsyncGenerator<ExportedOne> {
  let count = 0;
  try {
    for await (const one of exportedOnes(ctx, numbers)) {
      if (!('damaged' in one)) {
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
    await record(ctx, { verb: 'applications.exported', subject: { kind: 'export', id }, details: { format, count } });
  }
}

type Ones = AsyncIterable<ExportedOne>;

const STREAMS: Record<ExportFormat, (ctx: Ctx, ones: Ones) => AsyncIterable<Uint8Array>> = {
  csv: (_, ones) => bytesOf(table(ones)),
  json: (_, ones) => bytesOf(list(ones)),
  zip: (ctx, ones) => chunksOf(makeZip(parts(ctx, ones))),
};

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
async function* parts(ctx: Ctx, ones: Ones): AsyncGenerator<Part> {
  const leftOut: string[] = [csvLine(['number', 'document', 'reason'])];
  const taken: string[] = [];
  for await (const one of ones) {
    taken.push(one.number);
    yield {
      name: `${one.number}/application.json`,
      input: JSON.stringify(recordOf(one), null, 2),
      lastModified: ctx.now,
    };
    if ('damaged' in one) leftOut.push(csvLine([one.number, 'application', 'damaged']));
    else yield* documentsIn(ctx, one, leftOut);
  }
  yield { name: 'applications.csv', input: bytesOf(table(exportedOnes(ctx, taken))), lastModified: ctx.now };
  yield { name: 'left-out.csv', input: BYTE_ORDER_MARK + leftOut.join(''), lastModified: ctx.now };
}

async function* documentsIn(ctx: Ctx, one: DeskApplication, leftOut: string[]): AsyncGenerator<Part> {
  for (const [place, document] of one.documents.entries()) {
    const name = `${one.number}/${place + 1}-${document.slot}.${document.kind}`;
    try {
      const original = await openOriginal(ctx, document.id);
      const note = () => leftOut.push(csvLine([one.number, document.slot, 'damaged']));
      yield { name, input: asFarAsItGoes(original.stream, note), lastModified: ctx.now };
    } catch (error) {
      leftOut.push(csvLine([one.number, document.slot, whyLeftOut(error, document.id)]));
    }
  }
}

function whyLeftOut(error: unknown, version: string): string {
  if (isAppError(error)) return error.code;
  if (!(error instanceof VaultError)) throw error;
  log.error({ event: 'export.document-damaged', version }, error);
  return 'damaged';
}

/** One file that the store has lost or spoilt must not keep the others: it ends there, and the list says so. */
async function* asFarAsItGoes(stream: AsyncIterable<unknown>, note: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* chunksOf(stream);
  } catch (error) {
    log.error({ event: 'export.document-damaged' }, error);
    note();
  }
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
}

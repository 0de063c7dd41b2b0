import { randomUUID } from 'node:crypto';
import { makeZip } from 'client-zip';
import { mustBeProved } from '@/domain/accounts/commands';
import type { DeskApplication } from '@/domain/applications/queries';
import { record } from '@/domain/audit/commands';
import type { Ctx } from '@/domain/context';
import { openOriginal } from '@/domain/documents/commands';
import { AppError, isAppError } from '@/domain/errors';
import { log } from '@/platform/log';
import { type ExportInput, exportInput } from '../input';
import { exportedOnes, selectedNumbers } from '../queries';
import { COLUMNS, recordOf, tableLine } from '../record';
import { BYTE_ORDER_MARK, csvLine, type ExportFormat, mayExport } from '../rules';

export type Exported = { fileName: string; mediaType: string; stream: AsyncIterable<Uint8Array> };

const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  zip: 'application/zip',
};

/**
 * Takes a selection along: on record before the first byte, written one application at a time. Only for who may decide, only
 * what they may decide on, and only within five minutes of a fresh code. Errors: not_allowed, proof_needed, invalid_input,
 * export_too_large.
 */
export async function exportApplications(ctx: Ctx, input: ExportInput): Promise<Exported> {
  if (!mayExport(ctx.actor)) throw new AppError('not_allowed');
  const parsed = exportInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input');
  const { format, browser } = parsed.data;
  await mustBeProved(ctx, browser);
  const numbers = await selectedNumbers(ctx, parsed.data);
  await record(ctx, {
    verb: 'applications.exported',
    subject: { kind: 'export', id: randomUUID() },
    details: { format, count: numbers.length },
  });
  return {
    fileName: `redaktion-${ctx.now.toISOString().slice(0, 10)}.${format}`,
    mediaType: MEDIA_TYPES[format],
    stream: STREAMS[format](ctx, numbers),
  };
}

const STREAMS: Record<ExportFormat, (ctx: Ctx, numbers: readonly string[]) => AsyncIterable<Uint8Array>> = {
  csv: (ctx, numbers) => bytesOf(table(ctx, numbers)),
  json: (ctx, numbers) => bytesOf(list(ctx, numbers)),
  zip: (ctx, numbers) => chunksOf(makeZip(parts(ctx, numbers))),
};

async function* table(ctx: Ctx, numbers: readonly string[]): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine([...COLUMNS]);
  for await (const one of exportedOnes(ctx, numbers)) yield tableLine(recordOf(one));
}

async function* list(ctx: Ctx, numbers: readonly string[]): AsyncGenerator<string> {
  let before = '[\n';
  for await (const one of exportedOnes(ctx, numbers)) {
    yield `${before}${JSON.stringify(recordOf(one))}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

type Part = { name: string; input: AsyncIterable<Uint8Array> | string; lastModified: Date };

/** Names inside say which application and which slot, never whose; nothing in them can leave the folder. */
async function* parts(ctx: Ctx, numbers: readonly string[]): AsyncGenerator<Part> {
  const leftOut: string[] = [csvLine(['number', 'document', 'reason'])];
  for await (const one of exportedOnes(ctx, numbers)) {
    yield {
      name: `${one.number}/application.json`,
      input: JSON.stringify(recordOf(one), null, 2),
      lastModified: ctx.now,
    };
    yield* documentsIn(ctx, one, leftOut);
  }
  yield { name: 'applications.csv', input: bytesOf(table(ctx, numbers)), lastModified: ctx.now };
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
      if (!isAppError(error)) throw error;
      leftOut.push(csvLine([one.number, document.slot, error.code]));
    }
  }
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

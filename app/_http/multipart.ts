import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { Busboy, type BusboyConfig, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { MAX_DOCUMENT_BYTES, SLOTS } from '@/domain/documents/rules';
import { isAppError } from '@/domain/errors';
import { type BodySource, bodySource } from './body-source';

/** Four full documents and everything one can type around them. */
const FULL_FORM_BYTES = SLOTS.length * MAX_DOCUMENT_BYTES + 1024 * 1024;
/**
 * Somebody who chose files that are too large still typed the fields after them: each such file is read to its end and
 * thrown away. Only beyond this are all files passed over.
 */
export const MAX_FORM_BYTES = 4 * FULL_FORM_BYTES;
/** How long the fields of a form are looked for whose files nobody wants. */
const READ_ON_MS = 60_000;

const LIMITS: BusboyConfig['limits'] = {
  fields: 200,
  files: 12,
  parts: 212,
  fieldNameSize: 100,
  // Far more than an answer may have, so that one that is too long comes back uncut; the domain knows the limits.
  fieldSize: 1024 * 1024,
  // One byte more than a document may have, so that its reader sees it is too large.
  fileSize: MAX_DOCUMENT_BYTES + 1,
  headerPairs: 50,
  headerSize: 16 * 1024,
};
const MAX_FIELD_BYTES = 2 * 1024 * 1024;

/** How long the rest of a body nobody wants is still taken in, so that the browser gets to read our answer. */
const DRAIN_MS = 20_000;

export type FormReader = {
  field(name: string, value: string): void;
  /**
   * Called for the next file once this one's `stream` has ended: this one may still be on its way to the disk. The chunks
   * belong to whoever reads them, who may give their memory back.
   */
  file(name: string, fileName: string, stream: Readable): Promise<void>;
  /** Called once all of the form has come; its last files may still be on their way to the disk. */
  whole?(): void;
};

/** `gone`: the sender broke off; nobody is there to read an answer. */
export type ReadForm = 'whole' | 'too_much' | 'not_a_form' | 'malformed' | 'gone';

/** The fields that have come with a form, for `typedFields`. */
const typed = new WeakMap<Request, [string, string][]>();

/**
 * Reads a form, urlencoded or multipart, as it streams in: one file after the other, never a whole one in memory.
 * Of a body that announces too much only the fields are read.
 * Refusals of `reader` rise at once, faults once the fields after them are read; a sender who goes away or sends nonsense
 * is told apart by the result.
 */
export async function readForm(request: Request, reader: FormReader): Promise<ReadForm> {
  const parser = parserFor(request.headers.get('content-type') ?? '');
  const source = parser && bodySource(request);
  if (!source) return 'not_a_form';
  const announced = Number(request.headers.get('content-length') ?? 0);
  const fields: [string, string][] = [];
  typed.set(request, fields);
  const noting: FormReader = {
    field(name, value) {
      fields.push([name, value]);
      reader.field(name, value);
    },
    file: (...file) => reader.file(...file),
    whole: () => reader.whole?.(),
  };
  const form = new ArrivingForm(parser, noting, announced > MAX_FORM_BYTES);
  const result = await form.readFrom(source).finally(() => void drain(source));
  return result;
}

const WITHOUT_FILE = { whole: 422, too_much: 413, not_a_form: 415, malformed: 400 } as const;

/** How a form is answered that should have brought a file and, however it was read, brought none. */
export function statusWithoutFile(read: Exclude<ReadForm, 'gone'>): number {
  return WITHOUT_FILE[read];
}

/** The fields of a small form without files; the last of equal names wins. */
export async function readFields(request: Request): Promise<ReadonlyMap<string, string>> {
  const fields = new Map<string, string>();
  await readForm(request, {
    field: (name, value) => fields.set(name, value),
    file: async (_name, _fileName, stream) => void stream.resume(),
  });
  return fields;
}

/** Every field of a form, whether somebody has read it or not: for the answer to a fault of ours, which loses no word. */
export async function typedFields(request: Request): Promise<readonly (readonly [string, string])[]> {
  if (!typed.has(request)) await readFields(request).catch(() => undefined);
  return typed.get(request) ?? [];
}

function parserFor(contentType: string): BusboyInstance | null {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS, fileHwm: 64 * 1024 });
  } catch {
    // Thrown for a type that is no form, and for multipart without a boundary.
    return null;
  }
}

class ArrivingForm {
  private readonly stopped = Promise.withResolvers<ReadForm>();
  private readonly streams = new Set<PassThrough>();
  private turn: Promise<void> = Promise.resolve();
  private readonly files: Promise<void>[] = [];
  private fieldBytes = 0;
  private over = false;
  private patience = Date.now() + READ_ON_MS;
  private fault: { reason: unknown } | null = null;

  constructor(
    private readonly parser: BusboyInstance,
    private readonly reader: FormReader,
    private fieldsOnly: boolean,
  ) {
    // Whoever awaits the form hears of it; a fault after that has no listener and must not end the process.
    this.stopped.promise.catch(() => {});
    parser.on('field', (name, value, _nameCut, isCut) => this.takeField(name, value, isCut));
    parser.on('file', (name, stream, fileName) => this.takeFile(name, stream, fileName));
    parser.on('error', () => this.stopped.resolve('malformed'));
  }

  async readFrom(source: BodySource): Promise<ReadForm> {
    const result = await Promise.race([this.pump(source), this.stopped.promise]).finally(() => this.letGo());
    await this.turn;
    await Promise.allSettled(this.files);
    if (this.fault) throw this.fault.reason;
    return result;
  }

  private async pump(source: BodySource): Promise<ReadForm> {
    let total = 0;
    for (;;) {
      const chunk = await source.read().catch(() => null);
      if (this.over || !chunk) return 'gone';
      if (chunk.done) break;
      total += chunk.value.byteLength;
      if (this.fieldsOnly ? Date.now() > this.patience : total > MAX_FORM_BYTES) return 'too_much';
      if (!this.parser.write(chunk.value)) await once(this.parser, 'drain');
    }
    this.parser.end();
    await once(this.parser, 'finish');
    await this.turn;
    if (!this.fieldsOnly) this.reader.whole?.();
    await Promise.all(this.files);
    return this.fieldsOnly ? 'too_much' : 'whole';
  }

  private takeField(name: string | undefined, value: string, isCut: boolean): void {
    if (name === undefined) return;
    this.fieldBytes += value.length;
    if (isCut || this.fieldBytes > MAX_FIELD_BYTES) this.stopped.resolve('too_much');
    else this.attempt(() => this.reader.field(name, value));
  }

  private takeFile(name: string | undefined, stream: BusboyFileStream, fileName: string | undefined): void {
    // A file input nobody has touched arrives as an empty file without a name.
    if (this.fieldsOnly || !name || !fileName) {
      stream.on('error', () => {}).resume();
      return;
    }
    const handed = this.handOver(stream);
    this.turn = this.turn.then(() => {
      const kept = this.reader.file(name, fileName, handed).finally(() => handed.resume());
      kept.catch((error: unknown) => (isAppError(error) ? this.stopped.reject(error) : this.readOn(error)));
      this.files.push(kept);
      return isOver(handed);
    });
  }

  /** No file can be kept any more; what is typed after it is still to come. */
  private readOn(reason: unknown): void {
    this.fault ??= { reason };
    this.fieldsOnly = true;
    this.patience = Date.now() + READ_ON_MS;
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.stopped.reject(error);
    }
  }

  /** The parser waits for its own streams to end; a reader may drop a file half-way, so it gets another one. */
  private handOver(stream: BusboyFileStream): PassThrough {
    const handed = new PassThrough({ highWaterMark: 64 * 1024 });
    this.streams.add(handed);
    handed.on('error', () => {});
    handed.on('close', () => {
      this.streams.delete(handed);
      stream.unpipe(handed).resume();
    });
    stream.on('error', (error) => handed.destroy(error));
    stream.pipe(handed);
    return handed;
  }

  /** Files still on their way end here with an error, so that nothing half is taken for whole. */
  private letGo(): void {
    this.over = true;
    for (const stream of this.streams) {
      if (!stream.readableEnded && !stream.writableEnded) stream.destroy(new Error('the form broke off'));
    }
  }
}

function isOver(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.readableEnded || stream.destroyed) return resolve();
    stream.once('end', resolve).once('close', resolve);
  });
}

/** Throws the rest away. Cancelling instead would cut the connection before our answer is on it. */
async function drain(source: BodySource): Promise<void> {
  const patience = setTimeout(() => void source.cancel().catch(() => {}), DRAIN_MS);
  try {
    while (!(await source.read()).done);
  } catch {
    // The sender has gone: nothing is left to throw away.
  } finally {
    clearTimeout(patience);
  }
}

import { CompoundFile } from './compound';

/** Every module begins with lines of this kind, written by the editor itself. */
const OWN_LINES = /^\s*(Attribute\s|Option\s|'|$)/i;
const BEGINNING = Buffer.from('\0Attribut', 'latin1');
const NOT_MODULES = /\/VBA\/(dir|_VBA_PROJECT|__SRP_[0-9a-f]+)$/i;

/** Does a VBA project hold any line of code? Word keeps empty projects in files that once had one opened. */
export function carriesCode(project: Buffer): boolean {
  try {
    return carriesCodeIn(new CompoundFile(project));
  } catch {
    // What cannot be read cannot be called harmless.
    return true;
  }
}

export function carriesCodeIn(file: CompoundFile): boolean {
  const modules = file.entries.filter(({ path, type }) => type === 'stream' && /(^|\/)VBA\/[^/]+$/i.test(path));
  return modules.filter(({ path }) => !NOT_MODULES.test(`/${path}`)).some((module) => hasLines(file.read(module)));
}

function hasLines(module: Buffer): boolean {
  const found = module.indexOf(BEGINNING);
  // Compressed text begins with 1, the chunk's two bytes, and a byte of flags before the first letters.
  if (found < 3) return module.length > 0;
  const source = decompress(module.subarray(found - 3)).toString('latin1');
  return source.split(/\r\n|\r|\n/).some((line) => !OWN_LINES.test(line));
}

const LONGEST_SOURCE = 1024 * 1024;

/** MS-OVBA 2.4.1: chunks of literals and copies. Stops at the first thing it cannot follow. */
function decompress(bytes: Buffer): Buffer {
  const out: number[] = [];
  let at = 1;
  while (at + 2 <= bytes.length && out.length < LONGEST_SOURCE) {
    const header = bytes.readUInt16LE(at);
    const end = Math.min(bytes.length, at + (header & 0x0fff) + 3);
    at = decompressChunk(bytes, at + 2, end, out);
    if (!(header & 0x8000)) break;
  }
  return Buffer.from(out);
}

function decompressChunk(bytes: Buffer, from: number, end: number, out: number[]): number {
  const start = out.length;
  let at = from;
  while (at < end) {
    const flags = bytes[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < end; bit += 1) {
      if (!(flags & (1 << bit))) {
        out.push(bytes[at] ?? 0);
        at += 1;
        continue;
      }
      if (at + 2 > end) return end;
      copy(bytes.readUInt16LE(at), start, out);
      at += 2;
    }
  }
  return end;
}

function copy(token: number, start: number, out: number[]): void {
  const bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, out.length - start))));
  const length = (token & (0xffff >> bits)) + 3;
  const offset = (token >> (16 - bits)) + 1;
  for (let count = 0; count < length; count += 1) out.push(out[out.length - offset] ?? 0x20);
}

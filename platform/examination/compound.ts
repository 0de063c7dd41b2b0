import { Refused } from './verdict';

const SIGNATURE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const END_OF_CHAIN = 0xfffffffa;
const ENTRY_BYTES = 128;
const MINI_CUTOFF = 4096;
const FAT_IN_HEADER = 109;

export type CompoundEntry = { path: string; type: 'storage' | 'stream'; start: number; size: number };

/** A compound file (MS-CFB), as Word wrote them until 2003: storages and streams in sectors. */
export class CompoundFile {
  readonly entries: readonly CompoundEntry[];
  private readonly sectorSize: number;
  private readonly fat: number[];
  private readonly miniFat: number[];
  private readonly miniStream: Buffer;

  /** Refuses (`damaged`) what has no directory that can be read; what else is broken shows when it is read. */
  constructor(private readonly file: Buffer) {
    if (file.length < 512 || !file.subarray(0, 8).equals(SIGNATURE)) throw new Refused('damaged');
    const shift = file.readUInt16LE(30);
    this.sectorSize = shift === 12 ? 4096 : 512;
    this.fat = this.readFat();
    const directory = this.chain(file.readUInt32LE(48), this.fat);
    if (directory.length < ENTRY_BYTES) throw new Refused('damaged');
    this.miniFat = numbers(this.chain(file.readUInt32LE(60), this.fat));
    const root = directory.subarray(0, ENTRY_BYTES);
    this.miniStream = this.chain(root.readUInt32LE(116), this.fat).subarray(0, root.readUInt32LE(120));
    this.entries = pathsIn(directory);
  }

  find(path: RegExp): CompoundEntry | undefined {
    return this.entries.find((entry) => path.test(entry.path));
  }

  /** The bytes of a stream, as far as its sectors can be followed. */
  read({ start, size }: CompoundEntry): Buffer {
    const bytes = size < MINI_CUTOFF ? this.miniChain(start) : this.chain(start, this.fat);
    return bytes.subarray(0, size);
  }

  private readFat(): number[] {
    const sectors: number[] = [];
    for (let at = 0; at < FAT_IN_HEADER; at += 1) sectors.push(this.file.readUInt32LE(76 + at * 4));
    let next = this.file.readUInt32LE(68);
    for (let seen = 0; next < END_OF_CHAIN && seen < this.sectors; seen += 1) {
      const list = numbers(this.sector(next));
      next = list.pop() ?? END_OF_CHAIN;
      sectors.push(...list);
    }
    return sectors.filter((number) => number < END_OF_CHAIN).flatMap((number) => numbers(this.sector(number)));
  }

  private get sectors(): number {
    return Math.ceil(this.file.length / this.sectorSize);
  }

  private sector(number: number): Buffer {
    const from = (number + 1) * this.sectorSize;
    return this.file.subarray(from, from + this.sectorSize);
  }

  private chain(start: number, fat: readonly number[]): Buffer {
    const found: Buffer[] = [];
    let next = start;
    while (next < END_OF_CHAIN && found.length <= this.sectors) {
      found.push(this.sector(next));
      next = fat[next] ?? END_OF_CHAIN;
    }
    return Buffer.concat(found);
  }

  private miniChain(start: number): Buffer {
    const found: Buffer[] = [];
    let next = start;
    while (next < END_OF_CHAIN && found.length <= MINI_CUTOFF) {
      found.push(this.miniStream.subarray(next * 64, next * 64 + 64));
      next = this.miniFat[next] ?? END_OF_CHAIN;
    }
    return Buffer.concat(found);
  }
}

function numbers(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) found.push(bytes.readUInt32LE(at));
  return found;
}

type Node = { name: string; type: number; left: number; right: number; child: number; start: number; size: number };

/** Walks the directory's trees, each node once, however they point at each other. */
function pathsIn(directory: Buffer): CompoundEntry[] {
  const seen = new Set<number>([0]);
  const entries: CompoundEntry[] = [];
  const walk: { number: number; folder: string }[] = [{ number: nodeAt(directory, 0)?.child ?? -1, folder: '' }];
  for (let here = walk.pop(); here; here = walk.pop()) {
    const node = seen.has(here.number) ? null : nodeAt(directory, here.number);
    seen.add(here.number);
    if (!node) continue;
    const path = here.folder + node.name;
    const { start, size } = node;
    if (node.type === 1 || node.type === 2)
      entries.push({ path, type: node.type === 1 ? 'storage' : 'stream', start, size });
    walk.push({ number: node.left, folder: here.folder }, { number: node.right, folder: here.folder });
    if (node.type === 1) walk.push({ number: node.child, folder: `${path}/` });
  }
  return entries;
}

function nodeAt(directory: Buffer, number: number): Node | null {
  const bytes = directory.subarray(number * ENTRY_BYTES, (number + 1) * ENTRY_BYTES);
  if (number < 0 || bytes.length < ENTRY_BYTES) return null;
  const nameBytes = Math.min(64, Math.max(0, bytes.readUInt16LE(64) - 2));
  return {
    name: bytes.toString('utf16le', 0, nameBytes),
    type: bytes.readUInt8(66),
    left: bytes.readUInt32LE(68),
    right: bytes.readUInt32LE(72),
    child: bytes.readUInt32LE(76),
    start: bytes.readUInt32LE(116),
    size: bytes.readUInt32LE(120),
  };
}

import { CompoundFile } from './compound';
import { carriesCodeIn } from './vba';
import { type Notes, Refused } from './verdict';

const ENCRYPTED = 0x0100;
const OTHER_OFFICE =
  /^(Workbook|Book|PowerPoint Document|VisioDocument|__properties_version1\.0|__nameid_version1\.0)$/;
const LOCKED = /^(EncryptedPackage|EncryptionInfo|.?DRMContent|.?DataSpaces\/.*)$/;

/** The first version of the header that is Word 97's; before it macros were kept in templates, whatever those were called. */
const WORD_97 = 0x00c1;
const TEMPLATE = 0x0001;

/** Word 1 to 2003 (MS-DOC). Refuses: password, damaged, macros, not_what_it_says. */
export function examineWord97(file: Buffer, notes: Notes): void {
  // Word for Windows 1 and 2 wrote the stream itself.
  if (file.length > 2 && file[0] !== 0xd0 && file[1] === 0xa5) {
    judgeHeader(file);
    return;
  }
  const compound = new CompoundFile(file);
  if (compound.find(LOCKED)) throw new Refused('password');
  const main = compound.find(/^WordDocument$/i);
  if (!main) throw new Refused(compound.find(OTHER_OFFICE) ? 'not_what_it_says' : 'damaged');
  const header = compound.read(main).subarray(0, 64);
  judgeHeader(header);
  if (carriesCodeIn(compound)) throw new Refused('macros');
  if (compound.find(/^ObjectPool\/./)) notes.remark('embedded');
  const summary = compound.find(/^\x05SummaryInformation$/);
  if (summary) readSummary(compound.read(summary), notes);
  const more = compound.find(/^\x05DocumentSummaryInformation$/);
  if (more) readCompany(compound.read(more), notes);
  const table = compound.find(header.readUInt16LE(10) & 0x0200 ? /^1Table$/i : /^0Table$/i);
  if (!table) return;
  readRevisionAuthors(compound.read(main), compound.read(table), notes);
  readCommentAuthors(compound.read(main), compound.read(table), notes);
}

function judgeHeader(header: Buffer): void {
  if (header.length < 32) throw new Refused('damaged');
  const flags = header.readUInt16LE(10);
  if (flags & ENCRYPTED) throw new Refused('password');
  if (header.readUInt16LE(2) < WORD_97 && flags & TEMPLATE) throw new Refused('macros');
}

const AUTHOR = 4;
const LAST_AUTHOR = 8;
const CREATED = 12;
const SAVED = 13;
const PROGRAM = 18;
const MANAGER = 14;
const COMPANY = 15;

function readSummary(bytes: Buffer, notes: Notes): void {
  const properties = propertiesOf(bytes);
  notes.found('author', properties.get(AUTHOR));
  notes.found('last_editor', properties.get(LAST_AUTHOR));
  notes.found('software', properties.get(PROGRAM));
  const [created, saved] = [properties.get(CREATED), properties.get(SAVED)];
  if (created instanceof Date) notes.foundTime('created', created);
  if (saved instanceof Date) notes.foundTime('changed', saved);
}

function readCompany(bytes: Buffer, notes: Notes): void {
  const properties = propertiesOf(bytes);
  notes.found('company', properties.get(COMPANY));
  notes.found('company', properties.get(MANAGER));
}

const CODE_PAGE = 1;
const SHORT = 2;
const NARROW = 30;
const WIDE = 31;
const FILETIME = 64;
const MOST_PROPERTIES = 200;

/** The first set of a property set stream (MS-OLEPS); what cannot be read is left out. */
function propertiesOf(bytes: Buffer): Map<number, string | Date> {
  const found = new Map<number, string | Date>();
  if (bytes.length < 48 || bytes.readUInt16LE(0) !== 0xfffe) return found;
  const set = bytes.subarray(bytes.readUInt32LE(44));
  const count = set.length >= 8 ? Math.min(set.readUInt32LE(4), MOST_PROPERTIES) : 0;
  const offsets = new Map<number, number>();
  for (let index = 0; index < count && 16 + index * 8 <= set.length; index += 1)
    offsets.set(set.readUInt32LE(8 + index * 8), set.readUInt32LE(12 + index * 8));
  const pageAt = offsets.get(CODE_PAGE);
  const codePage =
    pageAt !== undefined && pageAt + 6 <= set.length && set.readUInt16LE(pageAt) === SHORT
      ? set.readUInt16LE(pageAt + 4)
      : 1252;
  for (const [id, at] of offsets) {
    const value = at + 8 <= set.length ? readValue(set.subarray(at), codePage) : null;
    if (value !== null) found.set(id, value);
  }
  return found;
}

/** 1 January 1601, in milliseconds before 1970. */
const FILETIME_EPOCH = 11_644_473_600_000;

function readValue(bytes: Buffer, codePage: number): string | Date | null {
  const type = bytes.readUInt16LE(0);
  if (type === FILETIME && bytes.length >= 12)
    return new Date(Number(bytes.readBigUInt64LE(4) / 10_000n) - FILETIME_EPOCH);
  const length = bytes.readUInt32LE(4);
  if (type === WIDE) return bytes.toString('utf16le', 8, Math.min(bytes.length, 8 + length * 2)).replace(/\0.*$/s, '');
  if (type !== NARROW) return null;
  return decodeCodePage(bytes.subarray(8, Math.min(bytes.length, 8 + length)), codePage).replace(/\0.*$/s, '');
}

function decodeCodePage(bytes: Buffer, codePage: number): string {
  if (codePage === 1200) return bytes.toString('utf16le');
  const label = codePage === 65001 ? 'utf-8' : `windows-${codePage}`;
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

const FIB_REVISION_AUTHORS = 0x0232;
const MOST_AUTHORS = 40;

/** SttbfRMark (MS-DOC 2.9.297): who made the tracked changes. */
function readRevisionAuthors(main: Buffer, table: Buffer, notes: Notes): void {
  if (main.length < FIB_REVISION_AUTHORS + 8 || main.readUInt16LE(2) < 0x00c1) return;
  const from = main.readUInt32LE(FIB_REVISION_AUTHORS);
  const list = table.subarray(from, from + main.readUInt32LE(FIB_REVISION_AUTHORS + 4));
  if (list.length < 6 || list.readUInt16LE(0) !== 0xffff) return;
  let at = 6;
  for (let left = Math.min(list.readUInt16LE(2), MOST_AUTHORS); left > 0 && at + 2 <= list.length; left -= 1) {
    const length = list.readUInt16LE(at) * 2;
    const name = list.toString('utf16le', at + 2, Math.min(list.length, at + 2 + length));
    if (name !== 'Unknown') notes.found('revision_author', name);
    at += 2 + length + list.readUInt16LE(4);
  }
}

const FIB_COMMENT_AUTHORS = 0x01ba;

/** GrpXstAtnOwners (MS-DOC 2.9.104): who wrote the comments. */
function readCommentAuthors(main: Buffer, table: Buffer, notes: Notes): void {
  if (main.length < FIB_COMMENT_AUTHORS + 8 || main.readUInt16LE(2) < 0x00c1) return;
  const from = main.readUInt32LE(FIB_COMMENT_AUTHORS);
  const list = table.subarray(from, from + main.readUInt32LE(FIB_COMMENT_AUTHORS + 4));
  for (let at = 0, left = MOST_AUTHORS; left > 0 && at + 2 <= list.length; left -= 1) {
    const end = at + 2 + list.readUInt16LE(at) * 2;
    notes.found('comment_author', list.toString('utf16le', at + 2, Math.min(list.length, end)));
    at = end;
  }
}

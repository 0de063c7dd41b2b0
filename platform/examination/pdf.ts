import { constants, inflateSync } from 'node:zlib';
import type { WrappedPdfiumModule } from '@embedpdf/pdfium';
import { mendedPdf } from '../pdf-mending';
import { InflationCount } from './archive';
import { heapOf, pdfium } from './pdfium';
import { type Notes, Refused } from './verdict';

const WRONG_PASSWORD = 4;
/** Pages looked at for something to see; a document that begins with so many empty ones has something wrong. */
const PAGES_LOOKED_AT = 30;

/** PDF (ISO 32000): what PDFium opens is taken, however it was mended. Refuses: password, damaged, too_large_inside. */
export async function examinePdf(file: Buffer, notes: Notes): Promise<void> {
  const module = await pdfium();
  const { document, objects } = seen(module, file) ?? seen(module, mendedPdf(file)) ?? {};
  if (!document) throw new Refused('damaged');
  if (objects === 0) notes.remark('blank');
  if (module.FPDFDoc_GetJavaScriptActionCount(document) > 0) notes.remark('script');
  if (module.FPDFDoc_GetAttachmentCount(document) > 0) notes.remark('attachments');
  readInfo(module, document, notes);
  readActions(file, notes);
}

/** The document, and what stands on its first pages; null where not one of them opens. Refuses: password. */
function seen(module: WrappedPdfiumModule, file: Buffer | null): { document: number; objects: number } | null {
  if (!file) return null;
  const at = module.pdfium.wasmExports.malloc(file.length);
  heapOf(module).set(file, at);
  const document = module.FPDF_LoadMemDocument(at, file.length, '');
  if (!document && module.FPDF_GetLastError() === WRONG_PASSWORD) throw new Refused('password');
  const pages = document ? module.FPDF_GetPageCount(document) : 0;
  let opened = 0;
  let objects = 0;
  for (let number = 0; number < Math.min(pages, PAGES_LOOKED_AT) && objects === 0; number += 1) {
    const page = module.FPDF_LoadPage(document, number);
    if (!page) continue;
    opened += 1;
    objects += module.FPDFPage_CountObjects(page) + module.FPDFPage_GetAnnotCount(page);
    module.FPDF_ClosePage(page);
  }
  return opened > 0 ? { document, objects } : null;
}

function readInfo(module: WrappedPdfiumModule, document: number, notes: Notes): void {
  const say = (tag: string) => metaText(module, document, tag);
  notes.found('author', say('Author'));
  notes.found('software', say('Creator'));
  notes.found('software', say('Producer'));
  notes.foundTime('created', timeOf(say('CreationDate')));
  notes.foundTime('changed', timeOf(say('ModDate')));
}

const LONGEST_TEXT = 2048;

function metaText(module: WrappedPdfiumModule, document: number, tag: string): string {
  const memory = module.pdfium.wasmExports;
  const at = memory.malloc(LONGEST_TEXT);
  try {
    const length = module.FPDF_GetMetaText(document, tag, at, LONGEST_TEXT);
    if (length <= 2 || length > LONGEST_TEXT) return '';
    return Buffer.from(heapOf(module).slice(at, at + length - 2)).toString('utf16le');
  } finally {
    memory.free(at);
  }
}

/** ISO 32000, 7.9.4: D:YYYYMMDDHHmmSSOHH'mm, everything after the year optional. */
function timeOf(text: string): Date | null {
  const parts = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?)?/.exec(text);
  if (!parts) return null;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    aheadHours = '00',
    aheadMinutes = '00',
  ] = parts;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const ahead = (Number(aheadHours) * 60 + Number(aheadMinutes)) * 60_000;
  return new Date(sign === '-' ? local + ahead : local - ahead);
}

const SCRIPT = /\/(JavaScript|JS)\b/;
const LAUNCH = /\/S\s*\/Launch\b|\/Launch\s*</;
const ATTACHMENT = /\/EmbeddedFiles?\b/;
const ADDRESS_AT_OPENING = /\/(OpenAction|AA)\b[\s\S]{0,300}?\/S\s*\/(URI|SubmitForm|GoToR|ImportData)\b/;

/** Looks for actions in what is written openly and in the object streams; nothing is followed. */
function readActions(file: Buffer, notes: Notes): void {
  for (const text of textsOf(file)) {
    const names = text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (SCRIPT.test(names)) notes.remark('script');
    if (LAUNCH.test(names)) notes.remark('launches');
    if (ATTACHMENT.test(names)) notes.remark('attachments');
    if (ADDRESS_AT_OPENING.test(names)) notes.remark('opens_address');
    readXmp(names, notes);
  }
}

const OPENLY = /(^|[\r\n>\s])stream\r?\n/g;
const LONGEST_STREAM = 32 * 1024 * 1024;
const DICTIONARY_BYTES = 600;

/** The file without the bodies of its streams, then each object stream and metadata stream inflated. */
function* textsOf(file: Buffer): Generator<string> {
  const text = file.toString('latin1');
  const count = new InflationCount(file.length);
  let open = '';
  let from = 0;
  OPENLY.lastIndex = 0;
  for (let match = OPENLY.exec(text); match; match = OPENLY.exec(text)) {
    const start = OPENLY.lastIndex;
    const end = text.indexOf('endstream', start);
    open += text.slice(from, start);
    if (end < 0) return yield open;
    from = end;
    OPENLY.lastIndex = end;
    const dictionary = text.slice(Math.max(0, start - DICTIONARY_BYTES), start).replace(/^[\s\S]*\bobj\b/, '');
    if (/\/(ObjStm|Metadata)\b/.test(dictionary)) yield* inflated(file.subarray(start, end), dictionary, count);
  }
  yield open + text.slice(from);
}

function* inflated(body: Buffer, dictionary: string, count: InflationCount): Generator<string> {
  if (!/\/(FlateDecode|Fl)\b/.test(dictionary)) return yield body.toString('latin1');
  const bytes = tryInflate(body);
  if (!bytes) return;
  count.add(bytes.length);
  yield bytes.toString('latin1');
}

function tryInflate(body: Buffer): Buffer | null {
  try {
    return inflateSync(body, { maxOutputLength: LONGEST_STREAM, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLong) throw new Refused('too_large_inside', { cause: error });
    // Encrypted or broken: PDFium has judged the file as a whole.
    return null;
  }
}

/** What the XMP packet (ISO 16684) says besides the document's own list. */
function readXmp(text: string, notes: Notes): void {
  const at = text.indexOf('<x:xmpmeta');
  if (at < 0) return;
  const packet = Buffer.from(text.slice(at, at + 262_144), 'latin1').toString('utf8');
  const one = (pattern: RegExp) => unescapeXml(pattern.exec(packet)?.[1] ?? '');
  const creators = /<dc:creator>([\s\S]{0,4000}?)<\/dc:creator>/.exec(packet)?.[1] ?? '';
  for (const [, name = ''] of creators.matchAll(/<rdf:li[^>]*>([^<]*)</g)) notes.found('author', unescapeXml(name));
  notes.found('software', one(/(?:<xmp:CreatorTool>|xmp:CreatorTool=")([^<"]*)/));
  notes.found('software', one(/(?:<pdf:Producer>|pdf:Producer=")([^<"]*)/));
  notes.foundTime('created', one(/(?:<xmp:CreateDate>|xmp:CreateDate=")([^<"]*)/));
  notes.foundTime('changed', one(/(?:<xmp:ModifyDate>|xmp:ModifyDate=")([^<"]*)/));
  notes.found('company', one(/<dc:publisher>[\s\S]{0,400}?<rdf:li[^>]*>([^<]*)/));
}

function unescapeXml(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
      if (code > 0 && code < 0x11_0000) return String.fromCodePoint(code);
      return named[name ?? ''] ?? whole;
    },
  );
}

export const SLOTS = ['cv', 'cover_letter', 'writing_sample', 'other'] as const;
export type Slot = (typeof SLOTS)[number];

/** What a document's bytes are sealed to. */
export function bytesIdentity(versionId: string): string {
  return `document:${versionId}`;
}

/** 25 MB, as people count them. */
export const MAX_DOCUMENT_BYTES = 25 * 1024 * 1024;
export const MAX_FILE_NAME = 200;

export const DOCUMENT_KINDS = ['pdf', 'docx', 'odt', 'rtf', 'doc', 'txt', 'md', 'jpeg', 'png', 'heic'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

const MEDIA_TYPES: Record<DocumentKind, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  rtf: 'application/rtf',
  doc: 'application/msword',
  txt: 'text/plain',
  md: 'text/markdown',
  jpeg: 'image/jpeg',
  png: 'image/png',
  heic: 'image/heic',
};

const EXTENSIONS: Readonly<Record<string, DocumentKind>> = {
  pdf: 'pdf',
  docx: 'docx',
  odt: 'odt',
  rtf: 'rtf',
  doc: 'doc',
  txt: 'txt',
  text: 'txt',
  md: 'md',
  markdown: 'md',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  heic: 'heic',
  heif: 'heic',
};

const IMAGES: readonly DocumentKind[] = ['jpeg', 'png', 'heic'];
const TEXTS: readonly DocumentKind[] = ['txt', 'md'];
/** Word processors save each of these under each other's names, and open them all the same. */
const WORD_FAMILY: readonly DocumentKind[] = ['doc', 'docx', 'rtf'];

/** What a ZIP is taken for under these names. */
const NAMED_ON_ZIPS: Partial<Record<DocumentKind, DocumentKind>> = { docx: 'docx', doc: 'docx', odt: 'odt' };
/** Word processors show a plain text under these names as what it is; under the name of a newer Word file they do not. */
const OPENED_AS_TEXT: readonly DocumentKind[] = ['doc', 'rtf', 'odt'];
/** Web pages and mails under a Word file's name: shown as plain text they would be no more than their marks. */
const MARKED_UP = /^(?:\xef\xbb\xbf)?\s*(?:<|mime-version:|from:|received:|return-path:)/i;

/** What Word (~$name) and LibreOffice (.~lock.name#) lay beside a document that is open; it holds who opened it, no text. */
const LOCK_FILE = /^(~\$|\.~lock\.)/;

/** How many first bytes `judgeHead` wants to see. */
export const HEAD_BYTES = 4096;

/** Kinds whose pages are shown as images; of all others only the text is. */
export function hasSheets(kind: DocumentKind): boolean {
  return kind === 'pdf' || kind === 'jpeg' || kind === 'png';
}

export function mediaTypeOf(kind: DocumentKind): string {
  return MEDIA_TYPES[kind];
}

/** Photographed pages are taken for a CV only. */
export function kindsFor(slot: Slot): readonly DocumentKind[] {
  return slot === 'cv' ? DOCUMENT_KINDS : DOCUMENT_KINDS.filter((kind) => !IMAGES.includes(kind));
}

export function kindOfName(fileName: string): DocumentKind | null {
  const extension = /\.([^.]+)$/.exec(fileName.trim().toLowerCase())?.[1];
  return extension ? (EXTENSIONS[extension] ?? null) : null;
}

export const REFUSAL_REASONS = [
  'password',
  'damaged',
  'empty',
  'macros',
  'too_large_inside',
  'not_what_it_says',
  'entities',
  'unreadable',
  'infected',
  'too_large_to_scan',
] as const;
/** Why a file that has been checked is not taken. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const REMARKS = [
  'blank',
  'script',
  'launches',
  'opens_address',
  'attachments',
  'embedded',
  'remote_template',
  'remote_content',
  'live_fields',
] as const;
/** What is odd about a file that is taken. */
export type Remark = (typeof REMARKS)[number];

export const FINDING_KINDS = [
  'author',
  'last_editor',
  'revision_author',
  'comment_author',
  'company',
  'place',
  'camera',
  'created',
  'changed',
  'software',
] as const;
/** One thing that a file says about its maker. Times are in UTC, ISO 8601. */
export type Finding = { kind: (typeof FINDING_KINDS)[number]; value: string };

/** Where the check of a file stands; until it is clear nobody but its applicant gets anything of it. */
export type CheckState = 'waiting' | 'clear' | 'refused';
export type DocumentCheck = { state: CheckState; reason: RefusalReason | null; remarks: readonly Remark[] };

const MINUTE = 60_000;
/** A check that was asked for and has not ended by then is asked for again. */
export const JOB_MAY_TAKE_MS = 10 * MINUTE;
const CHECKED_AGAIN_AFTER = [1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE);

/** How long after attempt number `attempts` (from 1) a file that could not be checked is looked at again. */
export function nextCheckIn(attempts: number): number {
  return CHECKED_AGAIN_AFTER[attempts - 1] ?? 60 * MINUTE;
}

export type Verdict =
  | { ok: true; kind: DocumentKind }
  | { ok: false; code: 'document_wrong_type' | 'document_mismatch' | 'document_lock_file' | 'document_empty' };

/**
 * Does the name's extension agree with the file's first bytes? Signatures only: no parser runs here.
 * @param head the first `HEAD_BYTES` of the file, or all of it when it is shorter
 */
export function judgeHead(slot: Slot, fileName: string, head: Uint8Array): Verdict {
  if (head.length === 0) return { ok: false, code: 'document_empty' };
  if (LOCK_FILE.test(fileName)) return { ok: false, code: 'document_lock_file' };
  const named = kindOfName(fileName);
  if (!named || !kindsFor(slot).includes(named)) return { ok: false, code: 'document_wrong_type' };
  const kind = kindUnder(named, head);
  return kind ? { ok: true, kind } : { ok: false, code: 'document_mismatch' };
}

/** What the bytes are, where programs that open files of this name open that too. */
function kindUnder(named: DocumentKind, head: Uint8Array): DocumentKind | null {
  const found = kindOfHead(head);
  if (found === named) return named;
  if (found === 'zip') return NAMED_ON_ZIPS[named] ?? null;
  if (found === 'text') return kindOfText(named, head);
  return found && WORD_FAMILY.includes(found) && WORD_FAMILY.includes(named) ? found : null;
}

function kindOfText(named: DocumentKind, head: Uint8Array): DocumentKind | null {
  if (TEXTS.includes(named)) return named;
  return OPENED_AS_TEXT.includes(named) && !MARKED_UP.test(startOf(head)) ? 'txt' : null;
}

type HeadKind = DocumentKind | 'zip' | 'text' | null;

function kindOfHead(head: Uint8Array): HeadKind {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) return 'zip';
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return 'doc';
  // Word for Windows 1 and 2 wrote no compound files yet.
  if (startsWith(head, [0xdb, 0xa5]) || startsWith(head, [0x9b, 0xa5])) return 'doc';
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (isHeif(head)) return 'heic';
  const start = startOf(head);
  // ISO 32000 wants the header first, and a dash in it; readers look for these letters in the first 1024 bytes.
  if (start.includes('%PDF')) return 'pdf';
  if (/^(?:\xef\xbb\xbf)?\s*\{\\rt/.test(start)) return 'rtf';
  return looksLikeText(head) ? 'text' : null;
}

function startOf(head: Uint8Array): string {
  return Buffer.from(head.subarray(0, 1024)).toString('latin1');
}

function startsWith(head: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => head[index] === byte);
}

function isHeif(head: Uint8Array): boolean {
  const brand = Buffer.from(head.subarray(4, 12)).toString('latin1');
  return /^ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif)$/.test(brand);
}

/** UTF-16 says so by its byte order mark; every other encoding we may meet has no NUL in a text. */
function looksLikeText(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) return true;
  return !head.includes(0);
}

/**
 * A file's name as we keep and show it: the last part of a path, without controls and without the marks that turn
 * reading direction, NFC, at most `MAX_FILE_NAME` characters with its extension kept. Never used as a path.
 */
export function cleanFileName(raw: string): string {
  const last = raw.split(/[/\\]/).at(-1) ?? '';
  const visible = last
    .normalize('NFC')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim();
  if (visible === '') return 'document';
  const characters = Array.from(visible);
  if (characters.length <= MAX_FILE_NAME) return visible;
  const extension = /\.[^.]{1,10}$/.exec(visible)?.[0] ?? '';
  return characters.slice(0, MAX_FILE_NAME - extension.length).join('') + extension;
}

/** What a file system may refuse in a name: signs that Windows keeps for itself, and what it cuts off at the end. */
const NOT_ON_DISK = /[<>:"/\\|?*\p{Cc}]/gu;
const NAME_BYTES = 255;

/** A cleaned name as every file system takes it: 255 bytes of UTF-8 at most, with its extension kept. */
export function fileNameOnDisk(name: string): string {
  const allowed = name.replace(NOT_ON_DISK, '_').replace(/[. ]+$/, '');
  const extension = /\.[^.]{1,10}$/.exec(allowed)?.[0] ?? '';
  const stem = Array.from(allowed.slice(0, allowed.length - extension.length));
  while (Buffer.byteLength(stem.join('') + extension) > NAME_BYTES) stem.pop();
  return stem.join('') + extension || 'document';
}

const PLAIN_NAME: Record<Slot, string> = {
  cv: 'CV',
  cover_letter: 'Cover letter',
  writing_sample: 'Writing sample',
  other: 'Document',
};

/** What a file is called where its own name cannot be told. */
export function plainFileName({ slot, kind }: { slot: Slot; kind: DocumentKind }): string {
  return `${PLAIN_NAME[slot]}.${kind}`;
}

/** The same by what the first bytes are, where nothing else is known; most ZIPs that are sent here are Word's. */
export function plainFileNameOf(slot: Slot, head: Uint8Array): string {
  const found = kindOfHead(head);
  if (found === 'zip') return plainFileName({ slot, kind: 'docx' });
  return plainFileName({ slot, kind: found === 'text' || found === null ? 'txt' : found });
}

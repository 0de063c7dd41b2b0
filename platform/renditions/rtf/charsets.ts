type Iconv = Pick<typeof import('iconv-lite'), 'decode' | 'encodingExists'>;

let iconv: Iconv | undefined;

/** To be awaited before anything is decoded. */
export async function loadCodePages(): Promise<void> {
  iconv = (await import('iconv-lite')).default;
}

/** `\fcharset` of a font, as a code page. */
const CODE_PAGES: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
};
const SYMBOL = 2;

export type CodePage = number | 'symbol' | null;

/** Null: the document's own code page. */
export function codePageOfCharset(charset: number): CodePage {
  return charset === SYMBOL ? 'symbol' : (CODE_PAGES[charset] ?? null);
}

const SYMBOLS: Readonly<Record<number, string>> = { 183: '•', 167: '▪', 216: '▸', 252: '✓', 45: '−' };

export function decodeBytes(bytes: readonly number[], codePage: number | 'symbol'): string {
  if (codePage === 'symbol') return bytes.map((byte) => SYMBOLS[byte] ?? String.fromCharCode(byte)).join('');
  if (!iconv) throw new Error('the code pages have not been loaded');
  const name = codePage === 10000 ? 'macintosh' : `cp${codePage}`;
  return iconv.decode(Buffer.from(bytes), iconv.encodingExists(name) ? name : 'cp1252');
}

export const NAMED_SIGNS: Readonly<Record<string, string>> = {
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  tab: '\t',
  line: '\n',
  softline: '\n',
  lbr: '\n',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  zwj: '\u200d',
  zwnj: '\u200c',
};

export const SIGNS: Readonly<Record<string, string>> = { '~': '\u00a0', _: '\u2011', '{': '{', '}': '}', '\\': '\\' };

/** What an RTF file is made of (Rich Text Format specification 1.9.1). */
export type Token =
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'word'; word: string; number: number | null }
  | { kind: 'symbol'; symbol: string }
  | { kind: 'byte'; byte: number };

const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const WORD = /[a-zA-Z]{1,32}/y;
const NUMBER = /-?\d{1,10}/y;

export function* tokensOf(bytes: Uint8Array): Iterable<Token> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    at += 1;
    if (code === OPEN) yield { kind: 'open' };
    else if (code === CLOSE) yield { kind: 'close' };
    else if (code === BACKSLASH) {
      const [token, next] = controlAt(text, at);
      at = next;
      yield token;
    } else if (code !== LINE_FEED && code !== RETURN) yield { kind: 'byte', byte: code };
  }
}

function controlAt(text: string, start: number): [Token, number] {
  WORD.lastIndex = start;
  const word = WORD.exec(text)?.[0];
  if (!word) return symbolAt(text, start);
  NUMBER.lastIndex = start + word.length;
  const digits = NUMBER.exec(text)?.[0] ?? '';
  const number = digits === '' ? null : Number(digits);
  let end = start + word.length + digits.length;
  if (text[end] === ' ') end += 1;
  // Raw bytes follow; nothing in them means anything to us.
  if (word === 'bin') end += Math.max(0, number ?? 0);
  return [{ kind: 'word', word, number }, end];
}

function symbolAt(text: string, start: number): [Token, number] {
  const symbol = text[start] ?? '';
  if (symbol !== "'") return [{ kind: 'symbol', symbol }, start + 1];
  const byte = Number.parseInt(text.slice(start + 1, start + 3), 16);
  return [{ kind: 'byte', byte: Number.isNaN(byte) ? 0x3f : byte }, start + 3];
}

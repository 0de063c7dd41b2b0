import { breath } from './windows';

/** Stands where something was taken out. A private-use sign: nobody types it, and what was typed of it is dropped. */
export const MASK = '\uE0FF';

export type Span = { start: number; end: number };

/** @param spans in their order, none touching another */
export function maskedText(text: string, spans: readonly Span[]): string {
  let shown = '';
  let from = 0;
  for (const { start, end } of spans) {
    shown += text.slice(from, start) + MASK;
    from = end;
  }
  return shown + text.slice(from);
}

const PIECES = /<[^<>]*>|[^<]+|</g;
const INLINE = /^<\/?(?:a|b|i|u|s|em|strong|span|sup|sub|small|mark|font|code|abbr|cite|q)\b/i;
const PIECES_AT_ONCE = 20_000;

/** A tag, or words with their place in the text of the whole. */
export type Piece = { tag: string } | { start: number; said: string };

/** Safe HTML with masks, its text judged as one: a name is found across tags. */
export async function maskedHtml(markup: string, spansIn: (text: string) => Promise<Span[]>): Promise<string> {
  let text = '';
  const pieces: Piece[] = [];
  for (const [piece] of markup.matchAll(PIECES)) {
    if (pieces.length % PIECES_AT_ONCE === 0) await breath();
    if (piece.startsWith('<') && piece.length > 1) {
      if (!INLINE.test(piece)) text += '\n\n';
      pieces.push({ tag: bare(piece) });
      continue;
    }
    const said = decoded(piece);
    pieces.push({ start: text.length, said });
    text += said;
  }
  return maskedPieces(pieces, await spansIn(text)).join('');
}

/** Both in their order, so that one look at each is enough, however many there are. */
export function maskedPieces(pieces: readonly Piece[], spans: readonly Span[]): string[] {
  let next = 0;
  return pieces.map((piece) => {
    if ('tag' in piece) return piece.tag;
    const end = piece.start + piece.said.length;
    let shown = '';
    let at = 0;
    for (let span = spans[next]; span && span.start < end; span = spans[next]) {
      if (span.end > piece.start) {
        const from = span.start - piece.start;
        shown += encoded(piece.said.slice(at, Math.max(at, from)));
        // A name that goes on from an earlier piece has its mask there.
        if (from >= 0) shown += MASK;
        at = Math.min(span.end, end) - piece.start;
      }
      if (span.end > end) break;
      next += 1;
    }
    return shown + encoded(piece.said.slice(at));
  });
}

/** Tags keep their name, and what only lays out. */
function bare(tag: string): string {
  if (tag.startsWith('<!')) return '';
  const [, slash = '', name = ''] = /^<(\/?)\s*([a-z][a-z0-9]*)/i.exec(tag) ?? [];
  if (name === '' || /^(?:img|object|embed|iframe|svg|image|video|audio|source)$/i.test(name)) return '';
  const kept = slash
    ? []
    : Array.from(tag.matchAll(/\s(?:colspan|rowspan|dir)="[\w-]{1,8}"/gi), ([attribute]) => attribute);
  return `<${slash}${name}${kept.join('')}>`;
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  shy: '\u00AD',
};

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal || hex) return codePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16), whole);
    return ENTITIES[String(name).toLowerCase()] ?? whole;
  });
}

function codePoint(value: number, otherwise: string): string {
  return value > 0 && value <= 0x10ffff ? String.fromCodePoint(value) : otherwise;
}

function encoded(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import type { Attributes, Tag } from 'sanitize-html';
import { MAX_HTML } from './types';

const INLINE = ['strong', 'em', 'b', 'i', 'u', 's', 'sup', 'sub', 'br', 'span'];
const BLOCKS = ['h1', 'h2', 'h3', 'h4', 'p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr', 'figure', 'img'];
const TABLES = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];

/** Notes and their marks point at each other; nothing else may carry an id. */
const NOTE_ID = /^(?:foot|end)note(?:-ref)?-\w{1,20}$/;
const OWN_PICTURE = /^data:image\/(?:png|webp);base64,[A-Za-z0-9+/=]+$/;

/**
 * Keeps the structure of a text and nothing else: no script, style, class, outside picture or link that can be followed.
 * An address stands beside its words, to be read. Everything that reaches a reader has been through here.
 */
export async function safeHtml(html: string): Promise<string> {
  const { default: sanitizeHtml } = await import('sanitize-html');
  return sanitizeHtml(html, {
    allowedTags: [...INLINE, ...BLOCKS, ...TABLES, 'a'],
    allowedAttributes: {
      a: ['href', 'id'],
      li: ['id'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
      img: ['src', 'width', 'height', 'alt'],
      '*': ['dir'],
    },
    allowedSchemes: [],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'object', 'iframe', 'svg'],
    transformTags: { a: anchorOf, '*': withoutStrangeAttributes },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !OWN_PICTURE.test(attribs.src ?? ''),
    parser: { lowerCaseTags: true },
  });
}

const ENDS_OF_BLOCKS = ['p', 'h1', 'h2', 'h3', 'h4', 'li', 'tr', 'blockquote', 'pre', 'figure'].map(
  (tag) => `</${tag}>`,
);

/** As many whole blocks as may be kept, before they are made safe, which closes what is still open then. */
export function cutBlocks(html: string, limitBytes = MAX_HTML): { html: string; isCut: boolean } {
  // Three bytes at most for one unit of UTF-16.
  if (html.length * 3 <= limitBytes || Buffer.byteLength(html) <= limitBytes) return { html, isCut: false };
  const start = new TextDecoder().decode(Buffer.from(html.slice(0, limitBytes)).subarray(0, limitBytes));
  const end = Math.max(...ENDS_OF_BLOCKS.map((tag) => start.lastIndexOf(tag)));
  const partOfTag = start.lastIndexOf('<');
  return { html: start.slice(0, end >= 0 ? start.indexOf('>', end) + 1 : Math.max(0, partOfTag)), isCut: true };
}

function anchorOf(_: string, attribs: Attributes): Tag {
  const { href = '', id = '' } = attribs;
  const kept: Attributes = {};
  if (NOTE_ID.test(id)) kept.id = id;
  if (href.startsWith('#') && NOTE_ID.test(href.slice(1))) kept.href = href;
  return { tagName: kept.href || kept.id ? 'a' : 'span', attribs: kept };
}

function withoutStrangeAttributes(tagName: string, attribs: Attributes): Tag {
  const kept: Attributes = {};
  for (const [name, value] of Object.entries(attribs)) if (isKept(name, value)) kept[name] = value;
  return { tagName, attribs: kept };
}

function isKept(name: string, value: string): boolean {
  if (name === 'colspan' || name === 'rowspan') return /^[1-9]\d{0,2}$/.test(value);
  if (name === 'width' || name === 'height') return /^[1-9]\d{0,4}$/.test(value);
  if (name === 'id') return NOTE_ID.test(value);
  if (name === 'dir') return value === 'rtl' || value === 'ltr';
  return name === 'src' || name === 'alt' || name === 'href';
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? '');
}

/** A link's words, with the address behind them where the words do not say it. */
export function linkText(words: string, address: string): string {
  const shown = address.trim();
  if (shown === '' || shown.startsWith('#')) return words;
  const plain = (text: string) => text.replace(/^(?:https?:\/\/|mailto:)/i, '').replace(/\/$/, '');
  return plain(words.trim()) === plain(shown) ? words : `${words} (${shown})`;
}

/** Controls, half surrogates and the marks that turn reading direction have no place in a text that is shown. */
export function withoutControls(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, '')
    .replace(/\p{Cs}/gu, '\ufffd');
}

const BREAKS = /<\/(?:p|h[1-4]|li|tr|blockquote|pre|figure)>|<br\s*\/?>|<hr\s*\/?>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The text of what `safeHtml` made, a line per block. */
export function textOfHtml(safe: string): string {
  return safe
    .replace(/<\/t[dh]>/g, '\t')
    .replace(BREAKS, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/(?<![ \t])[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

import { SaxesParser } from 'saxes';
import { Refused } from './verdict';

export type Element = { name: string; attributes: Readonly<Record<string, string>> };

/** The name without its prefix, which everybody may choose. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function attributeOf({ attributes }: Element, wanted: string): string | undefined {
  return Object.entries(attributes).find(([name]) => localName(name) === wanted)?.[1];
}

type Hearing = { open?(element: Element): void; text?(text: string, inside: string): void };

/**
 * Reads XML without its document type: entities are never defined, so none expands and none is fetched. A document type
 * that defines entities is refused (`entities`); one that only names itself, as old OpenDocument files do, is passed over.
 * What follows a fault is not read: word processors mend such parts, and only `isWell` is told.
 */
export function readXml(bytes: Buffer, hearing: Hearing): { isWell: boolean } {
  const parser = new SaxesParser();
  let inside = '';
  let isWell = true;
  parser.on('error', () => {
    isWell = false;
  });
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY|<!ATTLIST|%/i.test(doctype)) throw new Refused('entities');
  });
  parser.on('opentag', ({ name, attributes }) => {
    inside = name;
    hearing.open?.({ name, attributes: attributes as Record<string, string> });
  });
  parser.on('closetag', () => {
    inside = '';
  });
  parser.on('text', (text) => hearing.text?.(text, inside));
  const whole = decodeXml(bytes);
  for (let at = 0; at < whole.length && isWell; at += PIECE) parser.write(whole.slice(at, at + PIECE));
  if (isWell) parser.close();
  return { isWell };
}

const PIECE = 65_536;

function decodeXml(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

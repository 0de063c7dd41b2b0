import { inflateRawSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Paper } from './papers';
import { print } from './printing';

const PAPER: Paper = {
  title: 'დღე, როცა წყალი მოდის',
  language: 'ka',
  blocks: [
    { kind: 'title', text: 'დღე, როცა წყალი მოდის' },
    { kind: 'meta', text: 'Հասմիկ · Գորիս · ПатӀимат · Nərmin' },
    { kind: 'text', text: 'სამშაბათობით ონკანებში წყალი მოდის.' },
  ],
};

describe('printing invented papers', () => {
  it('makes a PDF that embeds its font and says which letters it shows, in every script', async () => {
    const pdf = await print(PAPER, 'pdf');
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    const streams = inflatedStreams(pdf).join('\n');
    for (const letter of ['დ', 'წ', 'Հ', 'Ӏ', 'ə']) expect(streams, letter).toContain(`<${hex(letter)}>`);
    expect(pdf.toString('latin1')).toMatch(/\/FontFile[23]/);
  });

  it('makes the same PDF of the same paper, to the byte', async () => {
    expect((await print(PAPER, 'pdf')).equals(await print(PAPER, 'pdf'))).toBe(true);
  });

  it('makes a DOCX that opens as an archive and holds the text', async () => {
    const docx = await print(PAPER, 'docx');
    expect(docx.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004', 'latin1'));
    const document = partOf(docx, 'word/document.xml');
    for (const { text } of PAPER.blocks) expect(document).toContain(text);
  });

  it('makes a text file in UTF-8', async () => {
    expect((await print(PAPER, 'txt')).toString('utf8')).toContain('სამშაბათობით ონკანებში');
  });
});

function hex(letter: string): string {
  return (letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
}

function inflatedStreams(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/stream\r?\n/g)].flatMap((match) => {
    try {
      return [inflateSync(pdf.subarray(match.index + match[0].length)).toString('latin1')];
    } catch {
      // Not every stream is compressed; those that are not hold no text of ours.
      return [];
    }
  });
}

/** A part of a ZIP archive, found by its local header (APPNOTE.TXT 4.3.7). */
function partOf(archive: Buffer, name: string): string {
  for (
    let at = archive.indexOf('PK\u0003\u0004', 0, 'latin1');
    at >= 0;
    at = archive.indexOf('PK\u0003\u0004', at + 4, 'latin1')
  ) {
    const nameEnd = at + 30 + archive.readUInt16LE(at + 26);
    if (archive.subarray(at + 30, nameEnd).toString('utf8') !== name) continue;
    const start = nameEnd + archive.readUInt16LE(at + 28);
    return inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 18))).toString('utf8');
  }
  throw new Error(`the archive has no ${name}`);
}

import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { docxOf, oldWordOf } from '../examination/testing';
import { overviewOf } from './overview';
import { paragraphsOf } from './paragraphs';
import { aDocx, anOdt, aZip } from './testing/papers';
import { type Kind, MAX_HTML } from './types';

/** As Word names its main part. */
const docxWithMain = (parts: Record<string, string | Buffer>) =>
  docxOf({
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ...parts,
  });

async function htmlOf(kind: Kind, bytes: Uint8Array | string): Promise<string | null> {
  return (await overviewOf(kind, Buffer.from(bytes))).html;
}

describe('Word', () => {
  it('keeps headings, emphasis, lists, tables and notes, and takes tracked changes as accepted', async () => {
    const { html, words, notes } = await overviewOf('docx', await aDocx());
    expect(html).toContain('<h1>Water Day</h1>');
    expect(html).toContain('The water comes <strong>on Thursday</strong>.');
    expect(html).toContain('<a id="footnote-ref-1" href="#footnote-1">[1]</a>');
    expect(html).toContain('<li id="footnote-1">');
    expect(html).toContain('It is cold.');
    expect(html).not.toContain('warm');
    expect(html).toContain('<ul><li>One</li><li>Two</li></ul>');
    expect(html).toMatch(/<td><p>Rows<\/p><\/td><td><p>Six<\/p><\/td>/);
    expect(html).toMatch(/<img src="data:image\/png;base64,[^"]+" width="\d+" height="\d+" alt="" \/>/);
    expect(words).toBeGreaterThan(10);
    expect(notes).toEqual([]);
  });

  it('shows what stands in the margins once, but no bare page numbers', async () => {
    const margin = (...lines: string[]) =>
      `<w:hdr xmlns:w="w">${lines.map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join('')}</w:hdr>`;
    const parts = { 'word/header1.xml': margin('Nino K. &amp; Co'), 'word/header2.xml': margin('Nino K. &amp; Co') };
    const { text } = await overviewOf('docx', docxWithMain({ ...parts, 'word/footer1.xml': margin('3', 'Tbilisi') }));
    expect(text.split(/\n+/)).toEqual(['Nino K. & Co', 'გამარჯობა', 'Tbilisi']);
  });

  it('gives the words alone where the parts are in UTF-16', async () => {
    const main = `<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Ջուր</w:t></w:r></w:p></w:body></w:document>`;
    const { text, notes } = await overviewOf(
      'docx',
      docxWithMain({ 'word/document.xml': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(main, 'utf16le')]) }),
    );
    expect(text).toBe('Ջուր');
    expect(notes).toEqual(['plain']);
  });

  it.each([
    ['damaged', 'docx', Buffer.from('PK\x03\x04 and then nothing')],
    ['damaged', 'doc', Buffer.alloc(600, 1)],
    ['damaged', 'odt', aZip({ mimetype: 'application/vnd.oasis.opendocument.text' })],
    ['password', 'odt', aZip({ 'content.xml': 'x', 'META-INF/manifest.xml': '<manifest:encryption-data/>' })],
    ['damaged', 'rtf', Buffer.from('no brace')],
    ['unsupported', 'heic', Buffer.alloc(10)],
  ] as const)('says %s of a %s it cannot read', async (reason, kind, bytes) => {
    await expect(overviewOf(kind, bytes)).rejects.toMatchObject({ reason });
  });
});

it('passes over a mark before rich text', async () => {
  expect((await overviewOf('rtf', Buffer.from('\ufeff{\\rtf1 Water}'))).text).toBe('Water');
});

describe('Word before 97', () => {
  it('gives its words, in the code page its fonts name, without fields and marks', async () => {
    const text = iconv.encode('Вода\rприходит\x13 PAGE \x141\x15 в четверг\x02.\r', 'windows-1251');
    const { text: words, notes } = await overviewOf('doc', oldWordOf(text, { charset: 204 }));
    expect(words.split(/\n+/)).toEqual(['Вода', 'приходит1 в четверг.']);
    expect(notes).toEqual(['plain']);
    const hungarian = iconv.encode('Erdő', 'windows-1250');
    expect((await overviewOf('doc', oldWordOf(hungarian, { charset: 238 }))).text).toBe('Erdő');
  });

  it('reads what was saved in a hurry in its right order', async () => {
    const file = oldWordOf('comes.the rain', { pieces: { order: [1, 0], length: 7 } });
    expect((await overviewOf('doc', file)).text).toBe('he raincomes.t');
  });

  it('reads the older files that have nothing around their text', async () => {
    const file = Buffer.alloc(0x400);
    file.writeUInt16LE(0xa5db, 0);
    file.writeUInt16LE(45, 2);
    file.writeUInt32LE(0x300, 0x18);
    file.writeUInt32LE(0x300 + file.write('The rain comes.', 0x300, 'latin1'), 0x1c);
    expect((await overviewOf('doc', file)).text).toBe('The rain comes.');
  });
});

describe('OpenDocument', () => {
  const bold = '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>';

  it('keeps headings, emphasis, lists, tables and notes', async () => {
    const body =
      '<text:h text:outline-level="2">Water</text:h>' +
      '<text:p>It <text:span text:style-name="T1">comes</text:span><text:s text:c="2"/>now<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>At four.</text:p></text:note-body></text:note>.</text:p>' +
      '<text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>' +
      '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>A</text:p></table:table-cell></table:table-row></table:table>';
    const { html, pages } = await overviewOf('odt', anOdt(body, bold));
    expect(html?.replaceAll('\n', '')).toBe(
      '<h2>Water</h2><p>It <strong>comes</strong>  now<sup>[1]</sup>.</p><ul><li><p>One</p></li></ul>' +
        '<table><tbody><tr><td colspan="2"><p>A</p></td></tr></tbody></table><hr /><ol><li><p>At four.</p></li></ol>',
    );
    expect(pages).toBe(3);
  });

  it('leaves out what was deleted and what was remarked', async () => {
    const body =
      '<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>here<office:annotation><text:p>remark</text:p></office:annotation></text:p>';
    expect(await htmlOf('odt', anOdt(body))).toBe('<p>here</p>');
  });

  it('knows no entities but those of XML, and keeps what stands before a fault', async () => {
    const odt = aZip({
      'content.xml':
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><o><text:p>before</text:p><text:p>&a;</text:p></o>',
    });
    expect(await htmlOf('odt', odt)).toBe('<p>before</p>');
  });
});

describe('RTF', () => {
  it('reads code pages, Unicode, emphasis, tables and notes', async () => {
    const rtf =
      String.raw`{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times;}}{\info{\nofpages4}{\author Secret}}
\pard\f1\b \'cf\'f0\'e8\'e2\'e5\'f2\b0 , \u4325?\u4304?{\footnote\pard note}\par
\trowd\intbl A\cell B\cell\row
{\*\unknown hidden}{\v hidden}caf\'e9\par}`.replace('caf', String.raw`\pard\f0 caf`);
    const { html, pages } = await overviewOf('rtf', Buffer.from(rtf, 'latin1'));
    expect(html?.replaceAll('\n', '')).toBe(
      '<p><strong>Привет</strong>, ქა<sup>[1]</sup></p><table><tbody><tr><td>A</td><td>B</td></tr></tbody></table><p>café</p><hr /><ol><li>note</li></ol>',
    );
    expect(pages).toBe(4);
  });

  it('shows where a link leads, and no link', async () => {
    const rtf = String.raw`{\rtf1{\field{\*\fldinst HYPERLINK "https://example.org/a"}{\fldrslt here}}\par}`;
    expect(await htmlOf('rtf', rtf)).toBe('<p>here (https://example.org/a)</p>');
  });

  it('survives groups that never end and groups that end too often', async () => {
    expect(await htmlOf('rtf', String.raw`{\rtf1 ${'{'.repeat(5000)} deep`)).toContain('deep');
    expect(await htmlOf('rtf', String.raw`{\rtf1 a}}}}}} b`)).toContain('a');
  });
});

describe('plain text', () => {
  const russian = 'Вода приходит в четверг, около четырёх утра, и люди с мотыгами уже стоят у верхнего шлюза. '.repeat(
    4,
  );

  it.each(['utf8', 'utf-16le', 'windows-1251', 'koi8-r'])('reads Russian in %s', async (encoding) => {
    const mark = encoding.startsWith('utf-16') ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0);
    const { text, languages } = await overviewOf('txt', Buffer.concat([mark, iconv.encode(russian, encoding)]));
    expect(text).toBe(russian.trim());
    expect(languages).toEqual(['ru']);
  });

  const papers =
    'Опыт работы: «Черновик», Махачкала, с 2012 года. Adobe Photoshop, WordPress, Google Docs, data journalism, OSINT. ' +
    'English: upper intermediate, reporting fellowship on land and water, Tbilisi State University, Master of Arts.';

  it.each(['windows-1251', 'koi8-r', 'cp866', 'maccyrillic'])(
    'reads Russian in %s also where most of it is English',
    async (encoding) => {
      expect((await overviewOf('txt', iconv.encode(papers, encoding))).text).toBe(
        iconv.decode(iconv.encode(papers, encoding), encoding),
      );
    },
  );

  it('takes rows of dashes for no letters, nor the umlauts of a few German words', async () => {
    const german = 'Lebenslauf\n\n––––––––\n\nJürgen Groß, Köln\n\n• • •\n\n————————';
    expect((await overviewOf('txt', iconv.encode(german, 'windows-1252'))).text).toBe(german);
    const english = 'Writing sample\n\n————————\n\n“Water”';
    expect((await overviewOf('txt', iconv.encode(english, 'windows-1252'))).text).toBe(english);
  });

  it('reads Armenian from before Unicode', async () => {
    const armenian = 'Ջուրը գալիս է հինգշաբթի, առավոտյան ժամը չորսից քիչ անց. '.repeat(3);
    const { text, languages } = await overviewOf('txt', iconv.encode(armenian, 'armscii8'));
    expect(text.slice(0, 20)).toBe(armenian.slice(0, 20));
    expect(languages).toEqual(['hy']);
  });

  it('takes every sign as text', async () => {
    expect(await htmlOf('txt', '<script>alert(1)</script> & "so"')).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; "so"</p>',
    );
  });

  it('knows the Markdown that people write, and no HTML in it', async () => {
    const text = '# Title\n\nOne **two** *three* [four](https://example.org)\n\n- a\n- b\n\n> said\n\n<b>no</b>';
    expect((await htmlOf('md', text))?.replaceAll('\n', '')).toBe(
      '<h1>Title</h1><p>One <strong>two</strong> <em>three</em> four (https://example.org)</p><ul><li>a</li><li>b</li></ul><blockquote><p>said</p></blockquote><p>&lt;b&gt;no&lt;/b&gt;</p>',
    );
  });
});

describe('a text of many megabytes', () => {
  it('without a full stop is read in one go', async () => {
    const lines = Array.from({ length: 100_000 }, (_, place) =>
      `line ${place} of a table without stops`.padEnd(78, 'x'),
    );
    const started = process.cpuUsage().user;
    const paragraphs = paragraphsOf(lines.join('\n'));
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(3);
    expect(paragraphs).toEqual([lines.join(' ')]);
  });

  it('is shown up to a bound, and says so', async () => {
    const { html, text, notes } = await overviewOf('txt', Buffer.from('<&>".\n\n'.repeat(500_000)));
    expect(Buffer.byteLength(html ?? '')).toBeLessThanOrEqual(MAX_HTML);
    expect(html?.endsWith('</p>')).toBe(true);
    expect(text.endsWith('<&>".')).toBe(true);
    expect(notes).toEqual(['cut']);
  });
});

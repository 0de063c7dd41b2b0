import { expect, test } from 'vitest';
import { fileNameOnDisk, judgeHead } from './rules';

const judge = (name: string, head: string | readonly number[]) =>
  judgeHead('cv', name, typeof head === 'string' ? Buffer.from(head) : Buffer.from(head));
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

test('a PDF is one by its header within the first 1024 bytes, as viewers look for it', () => {
  for (const head of ['%PDF-1.7\n', '%PDF.1.4\n', `${'x'.repeat(1000)}%PDF-1.4`])
    expect(judge('cv.pdf', head)).toEqual({ ok: true, kind: 'pdf' });
  expect(judge('cv.pdf', `${'x'.repeat(1025)}%PDF-1.4`)).toEqual({ ok: false, code: 'document_mismatch' });
});

test('a plain text under a name that word processors open as text is taken as a text', () => {
  for (const name of ['cv.doc', 'cv.rtf', 'cv.odt'])
    expect(judge(name, 'Born on the river.')).toEqual({ ok: true, kind: 'txt' });
  for (const name of ['cv.docx', 'cv.pdf', 'cv.png'])
    expect(judge(name, 'Born on the river.')).toEqual({ ok: false, code: 'document_mismatch' });
  for (const marks of ['<html><body>', '\ufeff <?xml version="1.0"?>', 'MIME-Version: 1.0\r\n', 'From: a@example.org'])
    expect(judge('cv.doc', marks)).toEqual({ ok: false, code: 'document_mismatch' });
});

test('Word files of every age are told by their first bytes', () => {
  expect(judge('cv.doc', COMPOUND)).toEqual({ ok: true, kind: 'doc' });
  expect(judge('cv.docx', COMPOUND)).toEqual({ ok: true, kind: 'doc' });
  expect(judge('cv.doc', [0xdb, 0xa5, 45, 0])).toEqual({ ok: true, kind: 'doc' });
  expect(judge('cv.doc', [0x4d, 0x5a, 0, 0])).toEqual({ ok: false, code: 'document_mismatch' });
});

test('a name is one that every file system takes, and keeps its extension', () => {
  expect(fileNameOnDisk('What: a <day>? "yes" | no*.pdf')).toBe('What_ a _day__ _yes_ _ no_.pdf');
  expect(fileNameOnDisk('../../etc/passwd')).toBe('.._.._etc_passwd');
  expect([fileNameOnDisk('...'), fileNameOnDisk('cv.pdf. ')]).toEqual(['document', 'cv.pdf']);
  const long = fileNameOnDisk(`${'ჯ'.repeat(150)}.pdf`);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
  expect(long).toMatch(/^ჯ{83}\.pdf$/);
  expect(fileNameOnDisk(`${'👩🏽‍🌾'.repeat(40)}.odt`)).not.toContain('\ufffd');
});

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { keepBody, RAW_BODY_HEADER } from '@/platform/raw-bodies';
import { type FormReader, MAX_FORM_BYTES, readFields, readForm, statusWithoutFile } from './multipart';

type Taken = { fields: [string, string][]; files: { name: string; fileName: string; bytes: Buffer }[] };

function collector(): { reader: FormReader; taken: Taken } {
  const taken: Taken = { fields: [], files: [] };
  const reader: FormReader = {
    field: (name, value) => void taken.fields.push([name, value]),
    async file(name, fileName, stream) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      taken.files.push({ name, fileName, bytes: Buffer.concat(chunks) });
    },
  };
  return { reader, taken };
}

function posted(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://portal.test/en/calls/x/apply', { method: 'POST', body, headers });
}

function aForm(
  fields: Record<string, string>,
  files: Record<string, [string, Uint8Array<ArrayBuffer>]> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, [fileName, bytes]] of Object.entries(files)) form.append(name, new Blob([bytes]), fileName);
  return form;
}

function streamed(parts: readonly string[], headers: Record<string, string> = {}): Request {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(Buffer.from(part));
      controller.close();
    },
  });
  return new Request('http://portal.test/', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'content-type': 'multipart/form-data; boundary=b', ...headers },
  } as RequestInit);
}

const field = (name: string, value: string) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const fileHead = (name: string, fileName: string) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: application/pdf\r\n\r\n`;

describe('a whole form', () => {
  it('is read from the socket’s own bytes where the web process has kept them, once', async () => {
    const raw = Readable.from([Buffer.from(`${field('name', 'Maia')}--b--\r\n`)], { objectMode: false });
    const request = () =>
      new Request('http://portal.test/', {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b', [RAW_BODY_HEADER]: kept },
      });
    const kept = keepBody(raw);
    const { reader, taken } = collector();
    expect(await readForm(request(), reader)).toBe('whole');
    expect(taken.fields).toEqual([['name', 'Maia']]);
    expect(await readForm(request(), reader)).toBe('not_a_form');
  });

  it('goes on to the next file while the one before is still on its way to the disk', async () => {
    const onDisk = Promise.withResolvers<void>();
    const order: string[] = [];
    const reader: FormReader = {
      field: () => undefined,
      async file(name, _fileName, stream) {
        order.push(`${name} ${await text(stream)}`);
        if (name === 'cv') await onDisk.promise;
        else onDisk.resolve();
        order.push(`${name} kept`);
      },
    };
    const parts = [fileHead('cv', 'a.pdf'), 'one\r\n', fileHead('coverLetter', 'b.pdf'), 'two\r\n--b--\r\n'];
    expect(await readForm(streamed(parts), reader)).toBe('whole');
    expect(order).toEqual(['cv one', 'coverLetter two', 'coverLetter kept', 'cv kept']);
  });

  it('gives fields and files byte for byte, in their order', async () => {
    const { reader, taken } = collector();
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
    const form = aForm(
      { name: 'ქეთევან' },
      { cv: ['წერილი.pdf', bytes], coverLetter: ['b.pdf', Buffer.from('short')] },
    );
    expect(await readForm(posted(form), reader)).toBe('whole');
    expect(taken.fields).toEqual([['name', 'ქეთევან']]);
    expect(taken.files.map(({ name, fileName }) => [name, fileName])).toEqual([
      ['cv', 'წერილი.pdf'],
      ['coverLetter', 'b.pdf'],
    ]);
    expect(taken.files[0]?.bytes.equals(bytes)).toBe(true);
  });

  it('may be urlencoded', async () => {
    const { reader, taken } = collector();
    expect(await readForm(posted(new URLSearchParams({ place: 'Пиво & вода' })), reader)).toBe('whole');
    expect(taken.fields).toEqual([['place', 'Пиво & вода']]);
  });

  it('passes over a file input that nobody touched', async () => {
    const { reader, taken } = collector();
    await readForm(streamed([fileHead('cv', ''), '\r\n', field('name', 'Saba'), '--b--\r\n']), reader);
    expect(taken).toEqual({ fields: [['name', 'Saba']], files: [] });
  });

  it('never has two files in hand at once', async () => {
    let inHand = 0;
    let most = 0;
    const reader: FormReader = {
      field: () => {},
      async file(_name, _fileName, stream) {
        inHand += 1;
        most = Math.max(most, inHand);
        await pause(5);
        for await (const _ of stream);
        inHand -= 1;
      },
    };
    const files = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, [`${name}.txt`, Buffer.alloc(100)]]));
    await readForm(posted(aForm({}, files as never)), reader);
    expect(most).toBe(1);
  });

  it('goes on when its reader drops a file half-way', async () => {
    const { taken } = collector();
    const reader: FormReader = {
      field: (name, value) => void taken.fields.push([name, value]),
      file: async (_name, _fileName, stream) => void stream.destroy(),
    };
    const form = aForm({}, { cv: ['a.pdf', Buffer.alloc(3_000_000)] });
    form.append('consent', 'yes');
    expect(await readForm(posted(form), reader)).toBe('whole');
    expect(taken.fields).toEqual([['consent', 'yes']]);
  });
});

describe('too much', () => {
  it('cuts a file one byte after what a document may have', async () => {
    const { reader, taken } = collector();
    await readForm(posted(aForm({}, { cv: ['a.pdf', Buffer.alloc(MAX_DOCUMENT_BYTES + 5000)] })), reader);
    expect(taken.files[0]?.bytes.length).toBe(MAX_DOCUMENT_BYTES + 1);
  });

  it('passes over the files, and no field, of a body that announces far more than all documents together', async () => {
    const { reader, taken } = collector();
    const parts = [
      field('name', 'Saba'),
      fileHead('cv', 'a.pdf'),
      '%PDF',
      '\r\n',
      field('consent', 'yes'),
      '--b--\r\n',
    ];
    const request = streamed(parts, { 'content-length': String(MAX_FORM_BYTES + 1) });
    expect(await readForm(request, reader)).toBe('too_much');
    expect(taken).toEqual({
      fields: [
        ['name', 'Saba'],
        ['consent', 'yes'],
      ],
      files: [],
    });
  });

  it('keeps the fields and files that come after a file that is too large', async () => {
    const { reader, taken } = collector();
    const form = aForm({ name: 'Saba' }, { cv: ['a.pdf', Buffer.alloc(2 * MAX_DOCUMENT_BYTES)] });
    form.append('place', 'Svaneti');
    form.append('coverLetter', new Blob([Buffer.from('short')]), 'b.txt');
    expect(await readForm(posted(form), reader)).toBe('whole');
    expect(taken.fields).toEqual([
      ['name', 'Saba'],
      ['place', 'Svaneti'],
    ]);
    expect(taken.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['cv', MAX_DOCUMENT_BYTES + 1],
      ['coverLetter', 5],
    ]);
  });

  it('stops at a field of more than a megabyte instead of cutting it', async () => {
    const { reader, taken } = collector();
    const parts = [field('name', 'Saba'), field('coverLetterText', 'x'.repeat(1_100_000)), '--b--\r\n'];
    expect(await readForm(streamed(parts), reader)).toBe('too_much');
    expect(taken.fields).toEqual([['name', 'Saba']]);
  });
});

describe('no form at all', () => {
  it.each([
    ['JSON', 'application/json'],
    ['multipart without a boundary', 'multipart/form-data'],
    ['nothing', ''],
  ])('%s', async (_, contentType) => {
    const { reader } = collector();
    expect(await readForm(posted('{}', { 'content-type': contentType }), reader)).toBe('not_a_form');
  });

  it('a body that ends in the middle of a file hands the file over with an error', async () => {
    const errors: string[] = [];
    const reader: FormReader = {
      field: () => {},
      async file(_name, _fileName, stream) {
        try {
          for await (const _ of stream);
        } catch (error) {
          errors.push(String(error));
        }
      },
    };
    expect(await readForm(streamed([fileHead('cv', 'a.pdf'), '%PDF-1.4 and then']), reader)).toBe('malformed');
    expect(errors).toHaveLength(1);
  });

  it('a sender who goes away', async () => {
    const { reader } = collector();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('ECONNRESET'));
      },
    });
    const request = new Request('http://portal.test/', {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    } as RequestInit);
    expect(await readForm(request, reader)).toBe('gone');
  });
});

it('lets a fault of its reader rise', async () => {
  const reader: FormReader = {
    field: () => {},
    file: () => Promise.reject(new Error('the disk is on fire')),
  };
  await expect(readForm(posted(aForm({}, { cv: ['a.pdf', Buffer.alloc(10)] })), reader)).rejects.toThrow('on fire');
});

it('reads the fields of a small form, the last of equal names winning', async () => {
  const body = new URLSearchParams([
    ['code', 'one'],
    ['code', 'two'],
  ]);
  expect(Object.fromEntries(await readFields(posted(body)))).toEqual({ code: 'two' });
});

describe('a form that should have brought a file', () => {
  it.each([
    ['whole', 422],
    ['too_much', 413],
    ['not_a_form', 415],
    ['malformed', 400],
  ] as const)('is never answered as a success without one: %s', (read, status) => {
    expect(statusWithoutFile(read)).toBe(status);
  });
});

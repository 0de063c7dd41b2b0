import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeChunk } from '@/platform/chunks';
import { keepBody, RAW_BODY_HEADER } from '@/platform/raw-bodies';
import { readForm } from './multipart';

const CRLF = Buffer.from('\r\n');
const fileHead = (name: string) =>
  `--YY\r\ncontent-disposition: form-data; name="${name}"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;

test('whoever has used a chunk of a file up may empty it, however the body is cut', async () => {
  const nearly = Buffer.from('\r\n--Y');
  const contents = [Buffer.alloc(90_000, nearly), Buffer.alloc(70_001, 'b'), Buffer.alloc(131_072, '\r')];
  const body = Buffer.concat([
    ...contents.flatMap((bytes, at) => [Buffer.from(fileHead(`file${at}`)), bytes, CRLF]),
    Buffer.from('--YY--\r\n'),
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 80_000 }), { minLength: 4, maxLength: 12 }), async (cuts) => {
      const chunks: Buffer[] = [];
      for (let from = 0, at = 0; from < body.length; from += cuts[at] ?? 0, at = (at + 1) % cuts.length)
        chunks.push(Buffer.from(new Uint8Array(body.subarray(from, from + (cuts[at] ?? 0))).buffer));
      const kept = keepBody(Readable.from(chunks, { objectMode: false }));
      const headers = { 'content-type': 'multipart/form-data; boundary=YY', [RAW_BODY_HEADER]: kept };
      const arrived: Buffer[] = [];
      const read = await readForm(new Request('http://portal.test/', { method: 'POST', headers }), {
        field: () => undefined,
        async file(_name, _fileName, stream) {
          const parts: Buffer[] = [];
          for await (const chunk of stream) {
            parts.push(Buffer.from(chunk));
            freeChunk(chunk);
          }
          arrived.push(Buffer.concat(parts));
        },
      });
      expect(read).toBe('whole');
      expect(arrived.map((bytes, at) => bytes.equals(contents[at] ?? Buffer.alloc(0)))).toEqual([true, true, true]);
    }),
    { numRuns: 40 },
  );
});

test('what is given away is not what another reader of the request may hold', async () => {
  const bytes = Buffer.alloc(100_000, 'x');
  const held = new Uint8Array([...Buffer.from(fileHead('cv')), ...bytes, ...Buffer.from('\r\n--YY--\r\n')]);
  const { length } = held;
  const request = new Request('http://portal.test/', {
    method: 'POST',
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(held);
        controller.close();
      },
    }),
    duplex: 'half',
    headers: { 'content-type': 'multipart/form-data; boundary=YY' },
  } as RequestInit);
  const read = await readForm(request, {
    field: () => undefined,
    async file(_name, _fileName, stream) {
      for await (const chunk of stream) chunk.buffer.transfer(0);
    },
  });
  expect([read, held.length]).toEqual(['whole', length]);
});

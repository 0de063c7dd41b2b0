import { expect, it } from 'vitest';
import { AppError } from '@/domain/errors';
import { type FormReader, readForm, typedFields } from './multipart';

const field = (name: string, value: string) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, bytes: string) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n${bytes}\r\n`;

const FORM = [
  field('name', 'Maia'),
  file('cv', 'x'.repeat(200_000)),
  file('writingSample', 'xx'),
  field('cooperation', 'On Mondays\r\nor Fridays'),
  '--b--\r\n',
];
const FIELDS = [
  ['name', 'Maia'],
  ['cooperation', 'On Mondays\r\nor Fridays'],
];

/** Its parts come one after the other; those from `held` on once that has resolved. */
function sent(parts: readonly string[], held?: { from: number; until: Promise<void> }): Request {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const [index, part] of parts.entries()) {
        if (index === held?.from) await held.until;
        controller.enqueue(Buffer.from(part));
      }
      controller.close();
    },
  });
  return new Request('http://portal.test/', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  } as RequestInit);
}

function withoutFiles(error: Error): FormReader {
  return { field: () => undefined, file: () => Promise.reject(error) };
}

it('is what was typed before and after a file that could not be kept', async () => {
  const request = sent(FORM);
  await expect(readForm(request, withoutFiles(new Error('the disk is on fire')))).rejects.toThrow('on fire');
  expect(await typedFields(request)).toEqual(FIELDS);
});

it('is not waited for when a file is refused', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const request = sent(FORM, { from: 2, until: promise });
  await expect(readForm(request, withoutFiles(new AppError('too_many_tries')))).rejects.toThrow(AppError);
  expect(await typedFields(request)).toEqual([['name', 'Maia']]);
  resolve();
});

it('is read of a form that nobody has read', async () => {
  expect(await typedFields(sent(FORM))).toEqual(FIELDS);
});

it('is nothing where there is no form', async () => {
  expect(await typedFields(new Request('http://portal.test/'))).toEqual([]);
});

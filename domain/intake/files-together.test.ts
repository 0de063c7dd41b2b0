import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StoredFile } from '@/domain/documents/commands';
import { FilesTogether } from './commands/files-together';

const stored = (name: string): StoredFile => ({
  slot: 'other',
  name,
  kind: 'pdf',
  row: {
    id: name,
    kind: 'pdf',
    size: 1,
    sealedKey: Buffer.alloc(1),
    sealedName: Buffer.alloc(1),
    fingerprint: Buffer.alloc(1),
  },
});

let filings: string[][];
let together: FilesTogether;

beforeEach(() => {
  vi.useFakeTimers();
  filings = [];
  together = new FilesTogether(async (files) => void filings.push(files.map(({ name }) => name)));
});

afterEach(() => vi.useRealTimers());

it('files those together that come while others are on their way', async () => {
  const [second, third] = [Promise.withResolvers<StoredFile>(), Promise.withResolvers<StoredFile>()];
  const taken = Promise.all([
    together.take(Promise.resolve(stored('first'))),
    together.take(second.promise),
    together.take(third.promise),
  ]);
  await vi.advanceTimersByTimeAsync(10);
  second.resolve(stored('second'));
  await vi.advanceTimersByTimeAsync(10);
  expect(filings).toEqual([]);
  third.resolve(stored('third'));
  await taken;
  expect(filings).toEqual([['first', 'second', 'third']]);
});

it('files one at once where no other is on its way', async () => {
  await together.take(Promise.resolve(stored('only')));
  expect(filings).toEqual([['only']]);
});

it('does not wait for a slow one', async () => {
  const slow = Promise.withResolvers<StoredFile>();
  const last = together.take(slow.promise);
  const first = together.take(Promise.resolve(stored('first')));
  await vi.advanceTimersByTimeAsync(300);
  await first;
  expect(filings).toEqual([['first']]);
  slow.resolve(stored('slow'));
  await last;
  expect(filings).toEqual([['first'], ['slow']]);
});

it('loses none where another breaks off or is refused', async () => {
  const broken = Promise.withResolvers<StoredFile>();
  const first = together.take(Promise.resolve(stored('first')));
  const second = together.take(broken.promise);
  broken.reject(new Error('the line broke'));
  await expect(second).rejects.toThrow('the line broke');
  await first;
  expect(filings).toEqual([['first']]);
});

it('tells each of a fault of the filing', async () => {
  const failing = new FilesTogether(() => Promise.reject(new Error('no database')));
  const both = [stored('first'), stored('second')].map((file) => failing.take(Promise.resolve(file)));
  for (const one of both) await expect(one).rejects.toThrow('no database');
});

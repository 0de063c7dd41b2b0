import { expect, it } from 'vitest';
import { cursorOf, readCursor } from './queue-order';

const ID = '0198c0de-0000-7000-8000-000000000001';
const row = {
  id: ID,
  submittedAt: new Date('2026-02-28T10:00:00.250Z'),
  reviewCount: 2,
  scoreMean: 350,
  scoreSpread: 0,
};

it('reads a place in a list back', () => {
  expect(readCursor(cursorOf('score', row) ?? undefined)).toEqual({ by: 350, at: '2026-02-28T10:00:00.250Z', id: ID });
});

it.each(['2026-02-31T10:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026-01-01T24:00:00.000Z', '2026-01-01T10:00Z'])(
  'starts from the beginning where the address bar says %s',
  (at) => {
    expect(readCursor(Buffer.from(` ${at} ${ID}`).toString('base64url'))).toBeUndefined();
  },
);

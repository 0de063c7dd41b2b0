import { expect, it } from 'vitest';
import type { BulkFailure } from '@/domain/reviews/commands';
import { LOCALES } from '@/locales';
import { bulkSays, failureLines } from './picks';

const REFUSED: BulkFailure = { number: 'APP-7F3K', code: 'conflict' };
const BROKEN: BulkFailure = { number: 'APP-2B4C', fault: '0123456789ab' };

it('says of each that failed why, in every language', () => {
  expect(failureLines([REFUSED, BROKEN], 'en')).toEqual([
    expect.stringMatching(/^APP-7F3K: .{20}/),
    'APP-2B4C: Something broke on our side. Look at it again before you retry; if it stays so, name this number: 0123456789ab.',
  ]);
  for (const locale of LOCALES) expect(failureLines([BROKEN], locale)[0]).toContain('0123456789ab');
});

it('tells what was done beside what was not', () => {
  expect(bulkSays({ done: ['APP-9A9A'], failed: [BROKEN] }, 'One sent.', 'en')).toMatchObject({
    error: 'One sent. One was left as it is:',
    lines: failureLines([BROKEN], 'en'),
  });
});

import { expect, it } from 'vitest';
import { isId, isNumber } from './ids';

it('knows the number of an application', () => {
  expect(
    ['APP-7F3K', 'APP-0000', 'APP-7F3KX2', 'APP-', '7F3K', 'app-7f3k', 'APP-7F3K\0', "APP-7F3K' or 1"].map(isNumber),
  ).toEqual([true, true, true, false, false, false, false, false]);
});

it('knows the id of a row', () => {
  expect(isId('0640bc8d-b287-4f44-8b0d-1a1b2c3d4e5f')).toBe(true);
  expect(['', '-'.repeat(36), '0640bc8d', '0640bc8d-b287-4f44-8b0d-1a1b2c3d4e5g'].some(isId)).toBe(false);
});

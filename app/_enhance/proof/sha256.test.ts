import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { solve } from '../proof';
import { sha256 } from './sha256';

describe('the sum a device reckons', () => {
  it('is SHA-256, whatever the length', () => {
    for (let length = 0; length < 200; length += 1) {
      const text = 'abcdefghij?expires=17'.repeat(10).slice(0, length);
      const state = new Int32Array(8);
      sha256(Buffer.from(text), length, state);
      const hex = Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
      expect(hex).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });

  it('finds the number that was hidden', async () => {
    const salt = 'a1b2c3d4e5f6a1b2c3d4e5f6?expires=1795000000&';
    const challenge = createHash('sha256').update(`${salt}4321`).digest('hex');
    expect(await solve({ challenge, salt, maxnumber: 5000 })).toBe(4321);
  });

  it('gives up where nothing was hidden', async () => {
    await expect(solve({ challenge: 'none', salt: 'x', maxnumber: 300 })).rejects.toThrow('without a solution');
  });
});

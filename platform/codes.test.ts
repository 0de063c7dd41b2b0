import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCode,
  normaliseCode,
  publicNumber,
  randomToken,
  receiptCode,
  signedToken,
  verifySignedToken,
} from './codes';
import { newKey, portalKeys, secretKey } from './vault';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const key = secretKey(newKey());
const anyCode = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 16, maxLength: 16 });

describe('receiptCode', () => {
  it('gives the code another implementation derives', () => {
    const { code } = portalKeys(Uint8Array.from({ length: 32 }, (_, index) => index));
    expect(receiptCode(code, 'draft-token')).toBe('5NNQ5VSQC6C7ZSMJ');
  });

  it('gives one draft the same code each time and another draft another', () => {
    const token = randomToken();
    expect(receiptCode(key, token)).toBe(receiptCode(key, token));
    expect(receiptCode(key, token)).not.toBe(receiptCode(key, randomToken()));
    expect(receiptCode(key, token)).not.toBe(receiptCode(secretKey(newKey()), token));
  });

  it('uses every character of the alphabet at every place', () => {
    const codes = Array.from({ length: 2000 }, () => receiptCode(key, randomToken()));
    for (let place = 0; place < 16; place += 1) {
      expect(new Set(codes.map((code) => code[place])).size).toBe(32);
    }
    for (const code of codes) expect(normaliseCode(code)).toBe(code);
  });
});

describe('normaliseCode', () => {
  it('undoes formatCode', () => {
    expect(formatCode('K7QF3M9XT2HD8WNB')).toBe('K7QF 3M9X T2HD 8WNB');
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(normaliseCode(formatCode(code))).toBe(code);
      }),
    );
  });

  it('forgives case and any spaces, dashes and invisible characters', () => {
    const between = fc.constantFrom(
      ' ',
      '  ',
      '-',
      '\u2010',
      '\u2011',
      '\u2013',
      '\u2014',
      '\u2212',
      '\u00a0',
      '\u202f',
      '\t',
      '\n',
      '\u200b',
      '\u200e',
      '\u00ad',
      '\ufeff',
      '',
    );
    fc.assert(
      fc.property(anyCode, fc.array(between, { minLength: 16, maxLength: 16 }), fc.boolean(), (code, gaps, isLower) => {
        const typed = Array.from(code, (letter, index) => letter + gaps[index]).join('');
        expect(normaliseCode(isLower ? typed.toLowerCase() : typed)).toBe(code);
      }),
    );
  });

  it.each([
    ['ooOO 0000 1iIl LL11 ABCD', null],
    ['ooOO 1iIl LABC DEFG', '0000' + '1111' + '1ABC' + 'DEFG'],
    ['K7QF–3M9X—T2HD−8WNB', 'K7QF3M9XT2HD8WNB'],
    ['Ｋ７ＱＦ　３Ｍ９Ｘ　Ｔ２ＨＤ　８ＷＮＢ', 'K7QF3M9XT2HD8WNB'],
    ['к7QF 3м9х т2нD 8WNв', 'K7QF3M9XT2HD8WNB'],
    ['İıII 0000 0000 0000', '1111000000000000'],
    ['', null],
    ['K7QF 3M9X T2HD 8WN', null],
    ['K7QF 3M9X T2HD 8WNBB', null],
    ['K7QF 3M9X T2HD 8WNU', null],
    ['K7QF 3M9X T2HD 8WN!', null],
    ["K7QF 3M9X T2HD 8WN'", null],
    ['K7QF.3M9X.T2HD.8WNB', null],
    ['😀😀😀😀😀😀😀😀', null],
    ['__proto__constru', null],
  ])('reads %j as %j', (typed, code) => {
    expect(normaliseCode(typed)).toBe(code);
  });

  it('answers for any text, and only ever with a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        expect(normaliseCode(typed) ?? 'K7QF3M9XT2HD8WNB').toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
      }),
      { numRuns: 1000 },
    );
    expect(normaliseCode(' '.repeat(1_000_000))).toBeNull();
  });
});

describe('publicNumber', () => {
  it('is short, of the alphabet, and never starts with 0', () => {
    const numbers = Array.from({ length: 2000 }, () => publicNumber());
    for (const number of numbers) expect(number).toMatch(/^[1-9A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{3}$/);
    expect(publicNumber(6)).toHaveLength(6);
  });

  it('refuses a length that would collide at once', () => {
    expect(() => publicNumber(3)).toThrow(RangeError);
  });
});

describe('randomToken', () => {
  it('is URL-safe and as long as asked', () => {
    expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(randomToken(12), 'base64url')).toHaveLength(12);
  });
});

describe('signedToken', () => {
  const token = signedToken(key, 'draft');

  it('is recognised with its own key and purpose only', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{44}$/);
    expect(signedToken(key, 'draft')).not.toBe(token);
    expect(verifySignedToken(key, 'draft', token)).toBe(true);
    expect(verifySignedToken(key, 'link', token)).toBe(false);
    expect(verifySignedToken(secretKey(newKey()), 'draft', token)).toBe(false);
  });

  it('is refused with any other character at any place', () => {
    for (let place = 0; place < token.length; place += 1) {
      const other = token[place] === 'A' ? 'B' : 'A';
      expect(verifySignedToken(key, 'draft', token.slice(0, place) + other + token.slice(place + 1))).toBe(false);
    }
  });

  it('is refused where it is not of its shape', () => {
    for (const forged of [
      '',
      token.slice(1),
      `${token}A`,
      `${token}\n`,
      `${token}=`,
      token.replace(/./, '+'),
      'x'.repeat(9999),
    ]) {
      expect(verifySignedToken(key, 'draft', forged)).toBe(false);
    }
  });
});

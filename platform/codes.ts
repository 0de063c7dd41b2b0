import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { keyedHash, type SecretKey } from './vault';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 16;
const LONGEST_TYPED = 200;

const TOKEN_RANDOM = 18;
/** The first bytes of a token say when it was made, in milliseconds; the other 96 bits are chance. */
const TOKEN_TIME = 6;
const TOKEN_MAC = 15;
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{44}$/;

/** Letters people read or type for ours: Latin, the Azerbaijani dotted İ, and capitals that look alike in Cyrillic. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  O: '0',
  I: '1',
  L: '1',
  İ: '1',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: '0',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  У: 'Y',
  І: '1',
  Ѕ: 'S',
  Ј: 'J',
};

/** The receipt code of a draft: 16 characters, 80 bits; the same token always gives the same code. */
export function receiptCode(code: SecretKey, draftToken: string): string {
  const bytes = keyedHash(code, 'receipt', 'code', draftToken).subarray(0, (CODE_LENGTH * 5) / 8);
  return toBase32(bytes);
}

/** A code like a receipt's, from chance: 16 characters, 80 bits. */
export function randomCode(): string {
  return toBase32(randomBytes((CODE_LENGTH * 5) / 8));
}

/** For people: "K7QF 3M9X T2HD 8WNB". */
export function formatCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join(' ');
}

/**
 * What a person typed, as a receipt code, or null where it cannot be one. Case, spaces, dashes of any kind,
 * invisible and full-width characters and look-alikes are forgiven; U and all else are not.
 */
export function normaliseCode(typed: string): string | null {
  if (typed.length > LONGEST_TYPED) return null;
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\p{White_Space}\p{Pd}\p{Cf}\u2043\u2212\u02d7]/gu, '');
  const code = Array.from(letters, (letter) => LOOK_ALIKES[letter] ?? letter).join('');
  return isCode(code) ? code : null;
}

/** A secret for URLs and cookies: `bytes` random bytes as base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** A number to speak about ("7F3K"), not a secret. Never starts with 0. On a collision ask again, or for one more character. */
export function publicNumber(length = 4): string {
  if (!Number.isInteger(length) || length < 4 || length > 12)
    throw new RangeError('a public number has 4 to 12 characters');
  return Array.from({ length }, (_, place) => ALPHABET.charAt(randomInt(place === 0 ? 1 : 0, ALPHABET.length))).join(
    '',
  );
}

/**
 * A token we can recognise as our own without storing it: 6 bytes of time, 12 random ones and 15 of HMAC-SHA256,
 * 44 characters.
 */
export function signedToken(key: SecretKey, purpose: string, now = new Date()): string {
  const content = randomBytes(TOKEN_RANDOM);
  content.writeUIntBE(now.getTime(), 0, TOKEN_TIME);
  return Buffer.concat([content, tokenMac(key, purpose, content)]).toString('base64url');
}

/** A token of the same shape that carries an id (a uuid) in the place of time and chance. */
export function signedTokenAbout(key: SecretKey, purpose: string, id: string): string {
  const content = Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), randomBytes(TOKEN_RANDOM - 16)]);
  return Buffer.concat([content, tokenMac(key, purpose, content)]).toString('base64url');
}

/** The id such a token carries, unless it is of another shape. It proves nothing before `verifySignedToken` has. */
export function idInToken(token: string): string | null {
  if (!TOKEN_SHAPE.test(token)) return null;
  const hex = Buffer.from(token, 'base64url').toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Milliseconds since a token of ours was made. Only for tokens `verifySignedToken` knows. */
export function tokenAge(token: string, now: Date): number {
  return now.getTime() - Buffer.from(token, 'base64url').readUIntBE(0, TOKEN_TIME);
}

/** Whether `signedToken` made this with the same key and purpose. Takes the same time wherever a forgery is wrong. */
export function verifySignedToken(key: SecretKey, purpose: string, token: string): boolean {
  if (!TOKEN_SHAPE.test(token)) return false;
  const bytes = Buffer.from(token, 'base64url');
  return timingSafeEqual(bytes.subarray(TOKEN_RANDOM), tokenMac(key, purpose, bytes.subarray(0, TOKEN_RANDOM)));
}

function tokenMac(key: SecretKey, purpose: string, random: Buffer): Buffer {
  return keyedHash(key, 'token', purpose, random).subarray(0, TOKEN_MAC);
}

function isCode(text: string): boolean {
  return text.length === CODE_LENGTH && Array.from(text).every((letter) => ALPHABET.includes(letter));
}

function toBase32(bytes: Buffer): string {
  const bits = BigInt(`0x${bytes.toString('hex')}`);
  const length = (bytes.length * 8) / 5;
  return Array.from({ length }, (_, place) => {
    const shift = BigInt((length - 1 - place) * 5);
    return ALPHABET.charAt(Number((bits >> shift) & 31n));
  }).join('');
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blindIndex, open, openJson, seal, sealJson, secretHash } from './sealed-values';
import { newKey, portalKeys, secretKey, VaultError, type VaultErrorCode } from './secret-keys';

const key = secretKey(newKey());
const identity = 'application:7:name';
const keys = portalKeys(Uint8Array.from({ length: 32 }, (_, index) => index));

describe('seal and open', () => {
  it('opens a value sealed by another implementation of the format', () => {
    const sealed = Buffer.from(
      '01d167dfd6dd1f645f000102030405060708090a0bc3746790aa23e544c4095cb2842377623cd8ace8c466dbe3c8c0',
      'hex',
    );
    expect(open(secretKey(new Uint8Array(32).fill(0x11)), identity, sealed).toString()).toBe('Зураб');
  });

  it('gives back whatever bytes went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.string(), (plain, name) => {
        const sealed = seal(key, name, plain);
        expect(sealed.length).toBe(plain.length + 37);
        expect(open(key, name, sealed).equals(plain)).toBe(true);
      }),
    );
  });

  it('opens a value that lies inside a larger buffer', () => {
    const sealed = seal(key, identity, 'Nino');
    const inside = new Uint8Array(Buffer.concat([Buffer.alloc(5), sealed, Buffer.alloc(5)])).subarray(5, -5);
    expect(open(key, identity, inside).toString()).toBe('Nino');
  });

  it('never seals the same value to the same bytes', () => {
    expect(seal(key, identity, 'Nino').equals(seal(key, identity, 'Nino'))).toBe(false);
  });

  it('notices any changed bit of any byte', () => {
    const sealed = seal(key, identity, 'Nino');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => open(key, identity, changed)).toThrow(VaultError);
    }
  });

  it('notices every missing and every added byte', () => {
    const sealed = seal(key, identity, 'Nino');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => open(key, identity, sealed.subarray(0, length))).toThrow(VaultError);
      expect(() => open(key, identity, sealed.subarray(sealed.length - length))).toThrow(VaultError);
    }
    expect(() => open(key, identity, Buffer.concat([sealed, Buffer.alloc(1)]))).toThrow(VaultError);
  });

  it('says what is wrong without saying what was sealed', () => {
    const sealed = seal(key, identity, 'Nino');
    expect(codeOf(() => open(secretKey(newKey()), identity, sealed))).toBe('wrong_key');
    expect(codeOf(() => open(key, 'application:8:name', sealed))).toBe('tampered');
    expect(codeOf(() => open(key, identity, sealed.subarray(0, 36)))).toBe('truncated');
    expect(codeOf(() => open(key, identity, Buffer.from(sealed).fill(2, 0, 1)))).toBe('unknown_version');
    expect(codeOf(() => open({ ...secretKey(newKey()), id: key.id }, identity, sealed))).toBe('tampered');
  });

  it('refuses a key that was not made by secretKey', () => {
    expect(() => seal({ ...secretKey(newKey()), id: 'application-7' }, identity, 'Nino')).toThrow(TypeError);
  });
});

describe('sealJson and openJson', () => {
  it('gives back any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(openJson(key, identity, sealJson(key, identity, value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('refuses what JSON cannot carry', () => {
    expect(() => sealJson(key, identity, undefined)).toThrow(TypeError);
  });
});

describe('blindIndex and secretHash', () => {
  it('give the values of another implementation', () => {
    expect(blindIndex(keys.index, 'address', 'a@example.org').toString('hex')).toBe(
      '171bcc17fef52e84301153bebf04fbed5f025b5caab397556722100b511ce60d',
    );
    expect(secretHash(keys.session, 'session', 'token').toString('hex')).toBe(
      '249dcf40956b70bdc1a5935e8d5fa1cc8709f8bffed86d5a27a3575a730f70c8',
    );
  });

  it('differ by key, kind, purpose and value, wherever purpose and value meet', () => {
    const hashes = [
      blindIndex(key, 'address', 'x'),
      blindIndex(keys.index, 'address', 'x'),
      secretHash(key, 'address', 'x'),
      blindIndex(key, 'addres', 'sx'),
      blindIndex(key, 'address', 'y'),
      blindIndex(key, '', 'addressx'),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

function codeOf(work: () => unknown): VaultErrorCode | 'opened' {
  try {
    work();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    expect(error.message).not.toContain('Nino');
    return error.code;
  }
  return 'opened';
}

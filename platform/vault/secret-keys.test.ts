import { describe, expect, it } from 'vitest';
import { newKey, portalKeys, secretKey } from './secret-keys';

const portalKey = Uint8Array.from({ length: 32 }, (_, index) => index);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('portalKeys', () => {
  it('derives the subkeys that another implementation of RFC 5869 derives', () => {
    const keys = portalKeys(portalKey);
    expect(Object.fromEntries(Object.entries(keys).map(([purpose, key]) => [purpose, hex(key.bytes)]))).toEqual({
      wrap: '220e6e4b2aeaf2b6144fd91fbed72c7a4433375e4c9c790f92ff308edb142d40',
      portal: 'a0e9ecab747b804ea5f426ca8a2cef5f37c8b13a2fd10bae3719eb11c5054e4e',
      index: '30fec9d1f2b58dd559a99722c1d204dff9d95568e478b5a546aa7ec39fabc455',
      code: '50f66ad2ff6fa05f4c5d8a5ca3aacb6b8b6e823263b0cc3b9b6b1f8b8effe911',
      session: '9bc20f52b0fd6441a9dff4fcff2096ac1e7a69b3a9d8025d61f20ef1a1c41676',
      fingerprint: '4ca80cbe04e49e35a4e1bf83a2d53b385f07a72db6ee096181b2d87dbb7a3fd6',
      peer: '1e50a0cf4f88a872f1a254fbca71c2c5f1218820c2e639c894dfc7e3e89afdd9',
      actions: '50ee77f41b7aef6b05414180302dd0decb8d856671a828a9217ecd168c0533e1',
    });
    expect(keys.wrap.id).toBe('38d9e1c50705391e');
  });

  it('answers the same keys for the same bytes and others for others', () => {
    expect(portalKeys(Uint8Array.from(portalKey))).toBe(portalKeys(portalKey));
    expect(portalKeys(newKey()).wrap.id).not.toBe(portalKeys(portalKey).wrap.id);
  });

  it('refuses a key that is too short to be one', () => {
    expect(() => portalKeys(new Uint8Array(31))).toThrow(TypeError);
  });
});

describe('secretKey', () => {
  it('gives an id that shows none of the secret bytes', () => {
    const bytes = newKey();
    const { id } = secretKey(bytes);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(hex(bytes)).not.toContain(id);
  });

  it('refuses anything but 32 bytes', () => {
    expect(() => secretKey(new Uint8Array(16))).toThrow(TypeError);
  });
});

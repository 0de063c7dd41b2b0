import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

export const KEY_SIZE = 32;
export const KEY_ID_SIZE = 8;

/**
 * 32 secret bytes and an id that may be shown: 16 hex characters derived one-way from the bytes. `cipher` holds the
 * same bytes as OpenSSL wants them: made once, a small value opens in a third of the time.
 */
export type SecretKey = { readonly id: string; readonly bytes: Uint8Array; readonly cipher: KeyObject };

/** One subkey per purpose, so that no key is used by two algorithms and a leak of one says nothing of another. */
export type PortalKeys = Readonly<Record<(typeof PORTAL_PURPOSES)[number], SecretKey>>;

export type VaultErrorCode = 'unknown_version' | 'wrong_key' | 'truncated' | 'tampered';

const PORTAL_PURPOSES = ['wrap', 'portal', 'index', 'code', 'session', 'fingerprint', 'peer', 'actions'] as const;

const EXPLANATIONS: Record<VaultErrorCode, string> = {
  unknown_version: 'sealed in a format this version does not know',
  wrong_key: 'sealed with another key',
  truncated: 'sealed bytes are missing',
  tampered: 'sealed bytes were changed, or belong to another identity',
};

/** Sealed bytes that cannot be opened. Carries no secret and no plain bytes, so it may be logged. */
export class VaultError extends Error {
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, options?: ErrorOptions) {
    super(EXPLANATIONS[code], options);
    this.name = 'VaultError';
    this.code = code;
  }

  /** By name: one process holds several bundles, each with a copy of this class, and all share one key store. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'VaultError';
  }
}

/** 32 bytes from the system's random source. */
export function newKey(): Uint8Array {
  return randomBytes(KEY_SIZE);
}

/** Names 32 secret bytes by their derived id. The only place where a `SecretKey` is made. */
export function secretKey(bytes: Uint8Array): SecretKey {
  return { id: keyIdBytes(bytes).toString('hex'), bytes, cipher: createSecretKey(bytes) };
}

/** The id of a key as it stands in every sealed header: 8 bytes of a labelled SHA-256. */
export function keyIdBytes(bytes: Uint8Array): Buffer {
  if (bytes.length !== KEY_SIZE) throw new TypeError(`a key has ${KEY_SIZE} bytes, not ${bytes.length}`);
  return createHash('sha256').update('redaktion/key-id/v1\0').update(bytes).digest().subarray(0, KEY_ID_SIZE);
}

/** Subkeys of the installation's key by HKDF-SHA256 (RFC 5869), memoised. Refuses fewer than 32 bytes. */
export function portalKeys(portalKey: Uint8Array): PortalKeys {
  if (portalKey.length < KEY_SIZE) throw new TypeError(`the portal's key has at least ${KEY_SIZE} bytes`);
  const memo = createHash('sha256').update(portalKey).digest('hex');
  const known = derived.get(memo);
  if (known) return known;
  const keys: PortalKeys = {
    wrap: subkey(portalKey, 'wrap'),
    portal: subkey(portalKey, 'portal'),
    index: subkey(portalKey, 'index'),
    code: subkey(portalKey, 'code'),
    session: subkey(portalKey, 'session'),
    fingerprint: subkey(portalKey, 'fingerprint'),
    peer: subkey(portalKey, 'peer'),
    actions: subkey(portalKey, 'actions'),
  };
  derived.set(memo, keys);
  return keys;
}

const derived = new Map<string, PortalKeys>();

function subkey(portalKey: Uint8Array, purpose: keyof PortalKeys): SecretKey {
  return secretKey(new Uint8Array(hkdfSync('sha256', portalKey, '', `redaktion/portal/v1/${purpose}`, KEY_SIZE)));
}

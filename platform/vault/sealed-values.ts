import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { KEY_ID_SIZE, type SecretKey, VaultError } from './secret-keys';

const VERSION = 1;
const HEADER_SIZE = 1 + KEY_ID_SIZE;
const NONCE_SIZE = 12;
const TAG_SIZE = 16;
const OVERHEAD = HEADER_SIZE + NONCE_SIZE + TAG_SIZE;

/**
 * Seals a small value with AES-256-GCM under a random nonce (NIST SP 800-38D):
 * version 1 | key id 8 | nonce 12 | ciphertext | tag 16. Header and identity are associated data, so a value
 * copied into another row does not open. The length of the value stays visible.
 */
export function seal(key: SecretKey, identity: string, plain: Uint8Array | string): Buffer {
  const header = headerFor(key);
  const nonce = randomBytes(NONCE_SIZE);
  const cipher = createCipheriv('aes-256-gcm', key.cipher, nonce, { authTagLength: TAG_SIZE });
  cipher.setAAD(associatedData(header, identity));
  const bytes = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
  return Buffer.concat([header, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made with the same key and identity. Anything else throws a `VaultError`. */
export function open(key: SecretKey, identity: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < OVERHEAD) throw new VaultError('truncated');
  const header = bytes.subarray(0, HEADER_SIZE);
  if (header[0] !== VERSION) throw new VaultError('unknown_version');
  if (!header.equals(headerFor(key))) throw new VaultError('wrong_key');

  const nonce = bytes.subarray(HEADER_SIZE, HEADER_SIZE + NONCE_SIZE);
  const decipher = createDecipheriv('aes-256-gcm', key.cipher, nonce, { authTagLength: TAG_SIZE });
  decipher.setAAD(associatedData(header, identity));
  decipher.setAuthTag(bytes.subarray(-TAG_SIZE));
  const plain = decipher.update(bytes.subarray(HEADER_SIZE + NONCE_SIZE, -TAG_SIZE));
  try {
    decipher.final();
  } catch (cause) {
    throw new VaultError('tampered', { cause });
  }
  return plain;
}

/** `seal` for anything JSON can carry; `undefined` and functions are refused. */
export function sealJson(key: SecretKey, identity: string, value: unknown): Buffer {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError('this value has no JSON form');
  return seal(key, identity, text);
}

/** Opens what `sealJson` made. The caller parses the shape. */
export function openJson(key: SecretKey, identity: string, sealed: Uint8Array): unknown {
  return JSON.parse(open(key, identity, sealed).toString('utf8'));
}

/** 32 bytes by which equal values are found without being readable. Normalise before: it compares bytes. */
export function blindIndex(key: SecretKey, purpose: string, value: string): Buffer {
  return keyedHash(key, 'index', purpose, value);
}

/** 32 bytes that stand for a token or code in the database; useless without the key. */
export function secretHash(key: SecretKey, purpose: string, secret: string): Buffer {
  return keyedHash(key, 'secret', purpose, secret);
}

/** HMAC-SHA256 whose input cannot be read as another kind, purpose or value: the purpose's length comes first. */
export function keyedHash(key: SecretKey, kind: string, purpose: string, value: string | Uint8Array): Buffer {
  const label = `redaktion/${kind}/v1\0${Buffer.byteLength(purpose)}:${purpose}`;
  return createHmac('sha256', key.cipher).update(label).update(value).digest();
}

const headers = new WeakMap<SecretKey, Buffer>();

/** The same bytes for all that one key seals: not to be written to. */
function headerFor(key: SecretKey): Buffer {
  const known = headers.get(key) ?? newHeader(key);
  headers.set(key, known);
  return known;
}

function newHeader(key: SecretKey): Buffer {
  const header = Buffer.alloc(HEADER_SIZE, key.id, 'hex');
  header[0] = VERSION;
  if (header.write(key.id, 1, 'hex') !== KEY_ID_SIZE) throw new TypeError('make keys with secretKey(bytes)');
  return header;
}

function associatedData(header: Buffer, identity: string): Buffer {
  return Buffer.concat([header, Buffer.from(identity, 'utf8')]);
}

import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { KEY_ID_SIZE, KEY_SIZE, keyIdBytes, VaultError } from './secret-keys';

/*
 * A sealed file, after STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015):
 *   header: version 1 | key id 8 | salt 16
 *   frames: ciphertext of 64 KiB (the last one shorter; a single empty one for an empty file) | tag 16
 * Frame key and nonce prefix come from HKDF(file key, salt), so sealing twice under one file key is safe.
 * nonce = prefix 7 | frame number 4 | 1 for the last frame; associated data = header | identity.
 * A moved, dropped, repeated or added frame meets a nonce it was not sealed under.
 */
const VERSION = 1;
const SALT_SIZE = 16;
const PREFIX_SIZE = 7;
const NONCE_SIZE = 12;
export const TAG_SIZE = 16;
export const HEADER_SIZE = 1 + KEY_ID_SIZE + SALT_SIZE;
export const FRAME_SIZE = 64 * 1024;
export const SEALED_FRAME_SIZE = FRAME_SIZE + TAG_SIZE;

export type FrameSeal = {
  readonly header: Buffer;
  seal(frame: Buffer, number: number, isLast: boolean): [Buffer, Buffer];
};
export type FrameOpen = { open(sealed: Buffer, number: number, isLast: boolean): Buffer };

/** Begins a new sealed file: a fresh header and the sealing of its frames. */
export function newFrames(fileKey: Uint8Array, identity: string): FrameSeal {
  const header = Buffer.concat([Buffer.of(VERSION), keyIdBytes(fileKey), randomBytes(SALT_SIZE)]);
  const { key, nonceOf, associated } = frameSecrets(fileKey, identity, header);
  return {
    header,
    seal(frame, number, isLast) {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast), { authTagLength: TAG_SIZE });
      cipher.setAAD(associated);
      const sealed = cipher.update(frame);
      cipher.final();
      return [sealed, cipher.getAuthTag()];
    },
  };
}

/** Reads the header of a sealed file; `open` gives plain bytes only once the frame's tag has been checked. */
export function knownFrames(fileKey: Uint8Array, identity: string, header: Buffer): FrameOpen {
  if (header.length < HEADER_SIZE) throw new VaultError('truncated');
  if (header[0] !== VERSION) throw new VaultError('unknown_version');
  if (!header.subarray(1, 1 + KEY_ID_SIZE).equals(keyIdBytes(fileKey))) throw new VaultError('wrong_key');
  const { key, nonceOf, associated } = frameSecrets(fileKey, identity, header);
  return {
    open(sealed, number, isLast) {
      if (sealed.length < TAG_SIZE) throw new VaultError('truncated');
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast), { authTagLength: TAG_SIZE });
      decipher.setAAD(associated);
      decipher.setAuthTag(sealed.subarray(-TAG_SIZE));
      const plain = decipher.update(sealed.subarray(0, -TAG_SIZE));
      try {
        decipher.final();
      } catch (cause) {
        throw new VaultError('tampered', { cause });
      }
      return plain;
    },
  };
}

/** Bytes a file of so many plain bytes takes in the store. */
export function sealedSize(plain: number): number {
  if (!Number.isSafeInteger(plain) || plain < 0) throw new RangeError('a size is a whole number from 0');
  return HEADER_SIZE + plain + frameCount(plain) * TAG_SIZE;
}

/** Inverse of `sealedSize`; a size no sealed file can have throws `VaultError` `truncated`. */
export function plainSize(sealed: number): number {
  if (!Number.isSafeInteger(sealed)) throw new RangeError('a size is a whole number');
  const body = sealed - HEADER_SIZE;
  const last = body % SEALED_FRAME_SIZE;
  const isEmptyFile = body === TAG_SIZE;
  if (body <= 0 || (last !== 0 && last <= TAG_SIZE && !isEmptyFile)) throw new VaultError('truncated');
  return body - Math.ceil(body / SEALED_FRAME_SIZE) * TAG_SIZE;
}

/** Frames of a file of so many plain bytes; an empty file has one. */
export function frameCount(plain: number): number {
  return Math.max(1, Math.ceil(plain / FRAME_SIZE));
}

function frameSecrets(fileKey: Uint8Array, identity: string, header: Buffer) {
  const salt = header.subarray(1 + KEY_ID_SIZE, HEADER_SIZE);
  const secrets = Buffer.from(hkdfSync('sha256', fileKey, salt, 'redaktion/file/v1', KEY_SIZE + PREFIX_SIZE));
  const nonce = Buffer.alloc(NONCE_SIZE);
  secrets.copy(nonce, 0, KEY_SIZE);
  return {
    key: createSecretKey(secrets.subarray(0, KEY_SIZE)),
    associated: Buffer.concat([header.subarray(0, HEADER_SIZE), Buffer.from(identity, 'utf8')]),
    // writeUInt32BE refuses a number past 2^32 - 1, so a nonce cannot come round again.
    nonceOf(number: number, isLast: boolean): Buffer {
      nonce.writeUInt32BE(number, PREFIX_SIZE);
      nonce[NONCE_SIZE - 1] = isLast ? 1 : 0;
      return nonce;
    },
  };
}

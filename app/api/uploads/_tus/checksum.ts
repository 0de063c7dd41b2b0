import type { Checksum } from '@/domain/intake/commands';

export const CHECKSUM_ALGORITHMS = ['sha1', 'sha256'] as const;

const DIGEST_BYTES = { sha1: 20, sha256: 32 } as const;

/** Reads `Upload-Checksum` of tus 1.0: "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=". */
export function checksumOf(header: string | null): Checksum | 'unknown' | undefined {
  if (header === null) return undefined;
  const [name, encoded = '', ...more] = header.trim().split(/\s+/);
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name);
  if (!algorithm || more.length > 0) return 'unknown';
  const digest = Buffer.from(encoded, 'base64');
  return digest.length === DIGEST_BYTES[algorithm] ? { algorithm, digest } : 'unknown';
}

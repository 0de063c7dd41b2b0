import { createChallenge, verifySolution } from 'altcha-lib/v1';
import type { Challenge, Payload } from 'altcha-lib/v1/types';

export type { Challenge };

/** How many numbers a solver may have to try: about a second on an old phone, a tenth of one on a desk. */
const MOST_TRIES = 100_000;

/** A puzzle whose solution costs reckoning and can be checked without having stored anything (ALTCHA, version 1). */
export function newChallenge(hmacKey: string, expires: Date): Promise<Challenge> {
  return createChallenge({ hmacKey, expires, algorithm: 'SHA-256', maxnumber: MOST_TRIES });
}

export type Solution = { signature: string; expires: Date };

/** What a solver sent, if it solves a challenge of ours; null otherwise. Whether it is too old is the caller's to say. */
export async function solvedChallenge(hmacKey: string, sent: string): Promise<Solution | null> {
  const payload = payloadIn(sent);
  if (!payload || !(await verifySolution(payload, hmacKey, false))) return null;
  const expires = Number(new URLSearchParams(payload.salt.split('?')[1] ?? '').get('expires'));
  return { signature: payload.signature, expires: new Date(expires * 1000) };
}

const LONGEST_PAYLOAD = 1000;

function payloadIn(sent: string): Payload | null {
  if (sent.length > LONGEST_PAYLOAD) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(sent, 'base64').toString('utf8'));
    return isPayload(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isPayload(value: unknown): value is Payload {
  if (typeof value !== 'object' || value === null) return false;
  const { algorithm, challenge, number, salt, signature } = value as Record<string, unknown>;
  return (
    algorithm === 'SHA-256' &&
    typeof challenge === 'string' &&
    typeof number === 'number' &&
    Number.isSafeInteger(number) &&
    typeof salt === 'string' &&
    typeof signature === 'string'
  );
}

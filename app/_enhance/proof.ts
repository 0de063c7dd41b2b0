import { fetchPatiently } from './patience';
import { submitterOf } from './pressed';
import { sha256 } from './proof/sha256';

type Challenge = { algorithm: string; challenge: string; salt: string; signature: string; maxnumber: number };

/** So long the page may stand still at a time: an old phone goes on drawing and hearing its keys. */
const TURN_MS = 24;

/**
 * Where a form asks for a puzzle to be solved, "send" solves it first. Whatever goes wrong, the form is sent as it is:
 * the portal then asks for a short wait instead. Must stand before the guard against double sending.
 */
export function proveBeforeSending(): void {
  for (const line of document.querySelectorAll<HTMLElement>('[data-proof]')) {
    const form = line.closest('form');
    if (form) prove(form, line);
  }
}

function prove(form: HTMLFormElement, line: HTMLElement): void {
  let isSolving = false;
  let isSolved = false;
  form.addEventListener('submit', (event) => {
    const button = submitterOf(event);
    // Saving a draft and taking a document out ask for no proof.
    const isOther = button instanceof HTMLButtonElement && button.name !== '' && button.value !== 'send';
    if (isSolved || isOther || event.defaultPrevented) return;
    event.preventDefault();
    // Before the guard against double sending, which would take the real sending for a second press.
    event.stopImmediatePropagation();
    if (isSolving) return;
    isSolving = true;
    line.textContent = line.dataset.proofGoing ?? '';
    void solution(line.dataset.proof ?? '')
      .then((proof) => addField(form, proof))
      .catch(() => undefined)
      .then(() => {
        isSolved = true;
        isSolving = false;
        line.textContent = '';
        if (button) button.click();
        else form.submit();
      });
  });
  // A solution opens the door once: whoever comes back to the page needs another.
  addEventListener('pageshow', () => {
    isSolved = false;
  });
}

async function solution(address: string): Promise<string> {
  const answer = await fetchPatiently(address);
  const { algorithm, challenge, salt, signature, maxnumber } = (await answer.json()) as Challenge;
  const number = await solve({ challenge, salt, maxnumber });
  return btoa(JSON.stringify({ algorithm, challenge, salt, signature, number }));
}

/** Tries one number after the other, in turns. `crypto.subtle` would be slower for so little, and is absent without TLS. */
export async function solve({
  challenge,
  salt,
  maxnumber,
}: Pick<Challenge, 'challenge' | 'salt' | 'maxnumber'>): Promise<number> {
  const wanted = Array.from(
    { length: 8 },
    (_, word) => Number.parseInt(challenge.slice(word * 8, word * 8 + 8), 16) | 0,
  );
  const bytes = new Uint8Array(salt.length + 20);
  for (let at = 0; at < salt.length; at += 1) bytes[at] = salt.charCodeAt(at);
  const state = new Int32Array(8);
  for (let number = 0; number <= maxnumber; ) {
    const until = Date.now() + TURN_MS;
    while (number <= maxnumber && Date.now() < until) {
      for (const end = Math.min(number + 100, maxnumber + 1); number < end; number += 1) {
        sha256(bytes, append(bytes, salt.length, number), state);
        if (state[0] === wanted[0] && wanted.every((word, index) => word === state[index])) return number;
      }
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  throw new Error('a challenge without a solution');
}

/** Writes a number in decimals; answers where it ends. */
function append(bytes: Uint8Array, at: number, number: number): number {
  const digits = String(number);
  for (let index = 0; index < digits.length; index += 1) bytes[at + index] = digits.charCodeAt(index);
  return at + digits.length;
}

function addField(form: HTMLFormElement, value: string): void {
  form.querySelector('input[name=proof]')?.remove();
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name: 'proof', value });
  form.append(field);
}

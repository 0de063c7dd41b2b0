import { PATIENCE_MS } from '../patience';

/** On a line of 60 kbit/s nine seconds: so early is known how long the rest takes. */
const SMALLEST_CHUNK = 64 * 1024;
const LARGEST_CHUNK = 1024 * 1024;
/** A piece should be on its way for about so long: short enough to lose little, long enough to hide the waiting. */
const CHUNK_MS = 8_000;
/** What the browser's own buffers may still hold when it says that a piece has been sent. */
const BUFFERED = 128 * 1024;
const LEAST_PATIENCE_MS = 20_000;
const MOST_PATIENCE_MS = 60_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** How fast a line is, by the pieces it has carried whole, and what follows from that. */
export class Pace {
  /** bytes in a millisecond */
  #rate = 0;

  note(bytes: number, ms: number): void {
    if (bytes <= 0 || ms <= 0) return;
    const rate = bytes / ms;
    this.#rate = this.#rate === 0 ? rate : this.#rate * 0.7 + rate * 0.3;
  }

  /** bytes of the next piece */
  chunk(): number {
    return Math.round(Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, this.#rate * CHUNK_MS)));
  }

  /** Silence of so long means that the line is dead, whatever the browser believes. */
  patienceMs(): number {
    if (this.#rate === 0) return PATIENCE_MS;
    return Math.min(MOST_PATIENCE_MS, Math.max(LEAST_PATIENCE_MS, (3 * BUFFERED) / this.#rate));
  }

  secondsLeft(bytes: number): number | null {
    return this.#rate === 0 ? null : bytes / this.#rate / 1000;
  }
}

/** Tries again for ever, at growing distances. */
export function retryDelayMs(failures: number): number {
  return RETRY_MS[Math.min(Math.max(failures - 1, 0), RETRY_MS.length - 1)] ?? 30_000;
}

/** The first of some steps that is not below a value; the last one if all are. */
export function stepFor<Step extends { upTo: number }>(steps: readonly Step[], value: number): Step | undefined {
  return steps.find(({ upTo }) => value <= upTo) ?? steps[steps.length - 1];
}

import { setTimeout as pause } from 'node:timers/promises';

/** How much goes into one part: whichever comes first. What is in a part is lost if the process dies before its end. */
export type Portion = { bytes: number; ms: number };

/**
 * Bytes as they come over a line that may break off at any moment. A break ends them, it does not take away what came
 * before: `fault` then says why.
 */
export class ArrivingBytes {
  fault: unknown = null;
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #hasEnded = false;
  #coming: Promise<void> | null = null;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Waits until there is a further byte or certainly none. */
  async hasMore(): Promise<boolean> {
    while (this.#held.length === 0 && !this.#hasEnded) await this.#next();
    return this.#held.length > 0;
  }

  /** Up to `bytes` of them; ends earlier once `ms` have passed and something has come, so that it can be kept. */
  async *portion({ bytes, ms }: Portion): AsyncGenerator<Buffer> {
    const patience = new AbortController();
    const isTimeUp = ms === Number.POSITIVE_INFINITY ? null : pause(ms, false, { signal: patience.signal });
    isTimeUp?.catch(() => undefined);
    try {
      let left = bytes;
      while (left > 0) {
        const isFirst = left === bytes;
        if (!(await (isFirst || !isTimeUp ? this.hasMore() : Promise.race([isTimeUp, this.hasMore()])))) return;
        const chunk = this.#held.subarray(0, left);
        this.#held = this.#held.subarray(chunk.length);
        left -= chunk.length;
        yield chunk;
      }
    } finally {
      patience.abort();
    }
  }

  /** One read at a time: a portion that did not wait for it leaves it to the next one. */
  #next(): Promise<void> {
    this.#coming ??= this.#read().finally(() => {
      this.#coming = null;
    });
    return this.#coming;
  }

  async #read(): Promise<void> {
    try {
      const { done, value } = await this.#source.next();
      if (done) this.#hasEnded = true;
      else this.#held = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    } catch (error) {
      this.fault = error;
      this.#hasEnded = true;
    }
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { type BodySource, bodySource } from '@/app/_http/body-source';

/** How long the rest of a body nobody wants is still taken in, so that the sender gets to read our answer. */
const DRAIN_MS = 20_000;
/** A line that brings nothing for so long, though we listen, may be taken for dead by whoever comes after it. */
const SILENCE_MS = 250;
const LOOK_EVERY_MS = 50;

/**
 * A request's body that ends where its line breaks, without an error: what came before is wanted. Cancelling it does
 * not cut the connection either, which an answer still has to go over.
 */
export class ArrivingBody {
  readonly stream: ReadableStream<Uint8Array> | null;
  readonly #source: BodySource | null;
  #hasEnded = false;
  #listensSince: number | null = null;

  constructor(request: Request) {
    this.#source = bodySource(request);
    this.stream = this.#source && new ReadableStream({ pull: (into) => this.#pull(into) }, { highWaterMark: 0 });
  }

  /** Until the line has fallen silent, or `longestMs` have passed: what is on its way is not thrown away. */
  async untilSilent(longestMs: number): Promise<void> {
    const until = performance.now() + longestMs;
    while (!this.#isSilent() && performance.now() < until) await pause(LOOK_EVERY_MS);
  }

  #isSilent(): boolean {
    return this.#hasEnded || (this.#listensSince !== null && performance.now() - this.#listensSince > SILENCE_MS);
  }

  /** Throws the rest away, for a while; then the connection is given up. */
  async drain(): Promise<void> {
    const patience = setTimeout(() => void this.#source?.cancel().catch(() => undefined), DRAIN_MS);
    while (await this.#read());
    clearTimeout(patience);
  }

  async #pull(into: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const chunk = await this.#read();
    if (chunk) into.enqueue(chunk);
    else into.close();
  }

  async #read(): Promise<Uint8Array | null> {
    if (this.#hasEnded || !this.#source) return null;
    this.#listensSince = performance.now();
    const chunk = await this.#source.read().catch(() => null);
    this.#listensSince = null;
    if (chunk && !chunk.done) return chunk.value;
    this.#hasEnded = true;
    return null;
  }
}

import { setTimeout as pause } from 'node:timers/promises';

const TIMES = {
  /** the web process says it about every 200 ms, as long as files come in fast */
  overAfterMs: 500,
  lookEveryMs: 50,
  /** nothing is put off for longer, counted from when it was asked for */
  longestMs: { reading: 10_000, mail: 2_000 },
};

/**
 * Reading a file takes a processor for a while, and so do a form's mails. As long as many files come in at once, the web
 * process needs it more: those who send wait on a line, those who read do not wait yet.
 */
export class Rush {
  #lastHeard = Number.NEGATIVE_INFINITY;

  constructor(private readonly times = TIMES) {}

  heard(): void {
    this.#lastHeard = performance.now();
  }

  get isOn(): boolean {
    return performance.now() - this.#lastHeard < this.times.overAfterMs;
  }

  /** Resolves when the rush is over, or when what was asked for at `since` has waited long enough for its kind. */
  async over(kind: 'reading' | 'mail', since = new Date()): Promise<void> {
    const latest = performance.now() + this.times.longestMs[kind] - (Date.now() - since.getTime());
    while (this.isOn && performance.now() < latest) await pause(this.times.lookEveryMs);
  }
}

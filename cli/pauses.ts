const SHORTEST_MS = 250;
const LONGEST_MS = 30_000;
/** What has run this long begins again with the shortest pause. */
const STEADY_MS = 60_000;

/** The pauses before something that keeps ending is started again: ever longer ones. */
export class Pauses {
  private inARow = 0;
  private startedAt = 0;

  /** How often it has ended, or did not start, since it last ran steadily. */
  get failures(): number {
    return this.inARow;
  }

  started(): void {
    this.startedAt = performance.now();
  }

  /** How many milliseconds to wait, now that it has ended or did not start. */
  afterFailure(): number {
    const wasSteady = performance.now() - this.startedAt > STEADY_MS;
    this.inARow = wasSteady ? 1 : this.inARow + 1;
    return Math.min(SHORTEST_MS * 2 ** (this.inARow - 1), LONGEST_MS);
  }
}

/** `awaited`: somebody sits before a page that is not there yet. */
export type Urgency = 'awaited' | 'background';

/** After so many places in a row for those who are awaited, one goes to the background, so that no file waits for ever. */
const IN_A_ROW = 3;

/** So many may work at once; the others wait, those who are awaited before the background, and each in its turn. */
export class Places {
  private free: number;
  private awaitedInARow = 0;
  private readonly waiting: Record<Urgency, (() => void)[]> = { awaited: [], background: [] };

  constructor(count: number) {
    this.free = count;
  }

  /** Answers once there is a place, with the way to give it back; giving it back twice is giving it back once. */
  async take(urgency: Urgency): Promise<() => void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting[urgency].push(resolve));
    let isHeld = true;
    return () => {
      if (isHeld) this.pass();
      isHeld = false;
    };
  }

  /** A place goes from hand to hand: whoever comes just then finds none free. */
  private pass(): void {
    const next = this.next();
    if (next) next();
    else this.free += 1;
  }

  private next(): (() => void) | undefined {
    const { awaited, background } = this.waiting;
    const isBackgroundsTurn = background.length > 0 && this.awaitedInARow >= IN_A_ROW;
    if (awaited.length === 0 || isBackgroundsTurn) {
      this.awaitedInARow = 0;
      return background.shift();
    }
    this.awaitedInARow += 1;
    return awaited.shift();
  }
}

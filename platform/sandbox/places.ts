/** `awaited`: somebody sits before a page that is not there yet. */
export type Queue = 'awaited' | 'background';

/** After so many places in a row before a waiting background, one goes to it, so that no file waits for ever. */
const IN_A_ROW = 3;

/**
 * So many may work at once, and so many of them for the background; the others wait, those who are awaited before the
 * background, and each in its turn.
 */
export class Places {
  private readonly held: Record<Queue, number> = { awaited: 0, background: 0 };
  private readonly waiting: Record<Queue, (() => void)[]> = { awaited: [], background: [] };
  private awaitedInARow = 0;

  constructor(
    private readonly count: number,
    private readonly forBackground: number = count,
  ) {}

  /** Answers once there is a place, with the way to give it back; giving it back twice is giving it back once. */
  async take(queue: Queue): Promise<() => void> {
    await new Promise<void>((enter) => {
      this.waiting[queue].push(enter);
      this.letIn();
    });
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.held[queue] -= 1;
      this.letIn();
    };
  }

  /** A place goes from hand to hand: whoever comes just then finds none free. */
  private letIn(): void {
    for (let next = this.next(); next; next = this.next()) {
      this.held[next] += 1;
      this.waiting[next].shift()?.();
    }
  }

  private next(): Queue | null {
    const { awaited, background } = this.waiting;
    if (this.held.awaited + this.held.background >= this.count) return null;
    const mayBackground = background.length > 0 && this.held.background < this.forBackground;
    if (mayBackground && (awaited.length === 0 || this.awaitedInARow >= IN_A_ROW)) {
      this.awaitedInARow = 0;
      return 'background';
    }
    if (awaited.length === 0) return null;
    this.awaitedInARow = background.length > 0 ? this.awaitedInARow + 1 : 0;
    return 'awaited';
  }
}

/**
 * `awaited`: somebody sits before a page that is not there yet. `soon`: somebody wants to know what comes of it, and can do
 * something else meanwhile. `background`: nobody asked.
 */
export type Urgency = 'awaited' | 'soon' | 'background';

/** Who goes first, where there is room for each. */
const ORDER: readonly Urgency[] = ['awaited', 'soon', 'background'];
/** After so many others in a row have gone before one that waits, it is its turn, so that no file waits for ever. */
const IN_A_ROW = 3;

/**
 * So many may work at once, and of what is not awaited so many of a kind; the others wait, the more urgent before the less,
 * and each in its turn.
 */
export class Places {
  private readonly held: Record<Urgency, number> = { awaited: 0, soon: 0, background: 0 };
  private readonly waiting: Record<Urgency, (() => void)[]> = { awaited: [], soon: [], background: [] };
  private readonly passedOver: Record<Urgency, number> = { awaited: 0, soon: 0, background: 0 };

  constructor(
    private readonly count: number,
    private readonly ofAKind: number = count,
  ) {}

  /** Answers once there is a place, with the way to give it back; giving it back twice is giving it back once. */
  async take(urgency: Urgency): Promise<() => void> {
    await new Promise<void>((enter) => {
      this.waiting[urgency].push(enter);
      this.letIn();
    });
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.held[urgency] -= 1;
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

  private next(): Urgency | null {
    const could = ORDER.filter((urgency) => this.waiting[urgency].length > 0 && this.hasRoom(urgency));
    const turn = could.find((urgency) => this.passedOver[urgency] >= IN_A_ROW) ?? could[0];
    if (turn === undefined) return null;
    for (const urgency of could) this.passedOver[urgency] += 1;
    this.passedOver[turn] = 0;
    return turn;
  }

  private hasRoom(urgency: Urgency): boolean {
    const { awaited, soon, background } = this.held;
    if (awaited + soon + background >= this.count) return false;
    return urgency === 'awaited' || this.held[urgency] < this.ofAKind;
  }
}

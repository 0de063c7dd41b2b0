import { setImmediate as turn } from 'node:timers/promises';

const WINDOW = 65_536;
/** Longer than anything that is looked for: a link has at most 2,000 signs behind its host. */
const OVERLAP = 4096;

type Span = { start: number; end: number };

/** Lets whoever else waits for this process have their turn. */
export async function breath(): Promise<void> {
  await turn();
}

/**
 * All that `find` finds in a long text, looked for in windows that overlap, so that nothing is missed where two meet; what is
 * found in both is there twice. Between two windows others have their turn.
 */
export async function spansInPieces(text: string, find: (part: string) => Span[]): Promise<Span[]> {
  const spans: Span[] = [];
  for (let from = 0; from < text.length; from += WINDOW) {
    const to = from + WINDOW;
    const start = Math.max(0, from - OVERLAP);
    for (const span of find(text.slice(start, to + OVERLAP))) {
      const moved = { start: span.start + start, end: span.end + start };
      if (moved.end > from && moved.start < to) spans.push(moved);
    }
    await breath();
  }
  return spans;
}

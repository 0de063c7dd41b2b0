import type { QueueRow } from './queue-rows';

/**
 * Rows on their way to whoever draws them. As one text: the framework looks at every value of a list when it writes it down,
 * and at each again when it reads it, here and in the browser.
 */
export function packRows(rows: readonly QueueRow[]): string {
  return JSON.stringify(rows);
}

/** What `packRows` was given; nothing else is handed on. */
export function unpackRows(packed: string): readonly QueueRow[] {
  return JSON.parse(packed);
}

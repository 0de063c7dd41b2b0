import { log } from '@/platform/log';

/**
 * Next writes to the console, faults of pages included, whose messages may quote what people typed. In
 * production all of it goes through the log, which leaves persons out and keeps one JSON object a line.
 */
export function sendConsoleToLog(): void {
  console.error = (...words: unknown[]) => void log.error({ event: 'web.fault' }, faultIn(words));
  console.warn = (...words: unknown[]) => log.warn({ event: 'web.warning', kind: kindOf(words) });
  for (const method of ['log', 'info', 'debug', 'trace'] as const) {
    console[method] = (...words: unknown[]) => log.debug({ event: 'web.note', kind: kindOf(words) });
  }
}

function faultIn(words: unknown[]): unknown {
  return words.find((word) => word instanceof Error) ?? new Error(words.map(String).join(' '));
}

/** How a warning begins is enough to find it in Next's sources. */
function kindOf(words: unknown[]): string {
  return words.map(String).join(' ').trim().slice(0, 60);
}

import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
type Ending = () => Promise<void>;

const endings = new Set<Ending>();
let isListening = false;
let isInterrupted = false;

/**
 * Does this before the program ends where somebody interrupts it; what was asked for last is done first. Answers how to
 * take it back, for whatever has ended in its own time.
 */
export function endIfInterrupted(end: Ending): () => void {
  if (!isListening) for (const signal of SIGNALS) process.on(signal, interrupted);
  isListening = true;
  endings.add(end);
  return () => endings.delete(end);
}

/** A terminal and whoever has started the program may both tell it: everything is done once. */
function interrupted(signal: (typeof SIGNALS)[number]): void {
  if (isInterrupted) return;
  isInterrupted = true;
  void endAll().finally(() => process.exit(128 + constants.signals[signal]));
}

async function endAll(): Promise<void> {
  for (const end of [...endings].reverse())
    await end().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}

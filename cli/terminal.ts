/** What the command line says to the person in front of it. Logs of the processes are another matter (platform/log). */
export function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A command cannot go on, and the person can do something about it: the message is the whole story. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Where the terminal or the pipe has gone, there is nobody left to tell; the work, and its orderly end, go on. */
export function outliveReader(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

export function isInteractive(): boolean {
  return process.stdout.isTTY === true;
}

export function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

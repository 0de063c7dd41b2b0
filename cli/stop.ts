export type StopReason = 'asked' | 'orphaned';

/**
 * For a process under the supervisor: `stop` runs once, when the supervisor asks for it (SIGTERM) or has
 * itself died (its channel closes). A Ctrl-C is the supervisor's to handle.
 */
export function onStopAsked(stop: (reason: StopReason) => Promise<void>): void {
  let isStopping = false;
  const once = (reason: StopReason) => {
    if (isStopping) return;
    isStopping = true;
    stop(reason).catch(() => process.exit(1));
  };
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => once('asked'));
  process.on('disconnect', () => once('orphaned'));
}

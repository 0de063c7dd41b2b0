import { whenParentIsGone } from '@/platform/processes';

/** Resolves when the supervisor says that the database is ready; at once where there is no supervisor. One that goes before ends the process. */
export function untilAllowedToServe(): Promise<void> {
  if (!process.send) return Promise.resolve();
  const giveUp = () => process.exit(0);
  process.once('disconnect', giveUp);
  return new Promise((resolve) => {
    process.on('message', function hear(message: unknown) {
      if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'serve') return;
      process.off('message', hear);
      process.off('disconnect', giveUp);
      resolve();
    });
  });
}

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
  whenParentIsGone(() => once('orphaned'));
}

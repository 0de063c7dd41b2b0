import { setInterval as every } from 'node:timers';

/** Ctrl-C in a terminal arrives from the terminal and again through npm: signals this close are one wish. */
const ONE_WISH_MS = 700;
const PARENT_CHECK_MS = 500;

type Wishes = { stop(): void; hurry(): void };

/** Tells the first wish to stop from a second one, which is in a hurry. */
export function listenForStop(
  { stop, hurry }: Wishes,
  now: () => number = () => performance.now(),
): (signal?: string) => void {
  let firstAt: number | undefined;
  const hear = () => {
    if (firstAt === undefined) {
      firstAt = now();
      stop();
      return;
    }
    if (now() - firstAt > ONE_WISH_MS) hurry();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
  return hear;
}

/** npm's shell may die of a signal without passing it on: then nobody is left to stop this process. */
export function stopWhenOrphaned(isUnderNpm: boolean, hear: () => void): void {
  if (!isUnderNpm) return;
  const parent = process.ppid;
  const timer = every(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    hear();
  }, PARENT_CHECK_MS);
  timer.unref();
}

import { setInterval as every } from 'node:timers';
import { commandLine, parentOf, processIdentity } from '@/platform/processes';

/** Ctrl-C in a terminal arrives from the terminal and again through npm: signals this close are one wish. */
const ONE_WISH_MS = 700;
const PARENT_CHECK_MS = 500;
/** npm, its shell, and where Node was changed the launcher of the first one. */
const DEEPEST_NPM = 4;

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

/**
 * npm, or the shell between it and this process, may die without passing a signal on: then nobody is left to
 * stop the portal, so it stops itself. Whoever started npm may end; that is how a background start works.
 */
export function stopWhenOrphaned(isUnderNpm: boolean, hear: () => void): void {
  if (!isUnderNpm) return;
  const ancestors = ancestorsUpToNpm();
  const timer = every(() => {
    if (ancestors.every(({ pid, identity }) => processIdentity(pid) === identity)) return;
    clearInterval(timer);
    hear();
  }, PARENT_CHECK_MS);
  timer.unref();
}

function ancestorsUpToNpm(): { pid: number; identity: string | null }[] {
  const ancestors: number[] = [];
  let pid: number | null = process.ppid;
  while (pid !== null && pid > 1 && ancestors.length < DEEPEST_NPM) {
    ancestors.push(pid);
    if (/^npm\b|npm-cli\.js|\/npm$/.test(commandLine(pid).slice(0, 2).join(' '))) {
      return ancestors.map((ancestor) => ({ pid: ancestor, identity: processIdentity(ancestor) }));
    }
    pid = parentOf(pid);
  }
  return [{ pid: process.ppid, identity: processIdentity(process.ppid) }];
}

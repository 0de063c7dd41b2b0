import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { endProcess, processIdentity, sendSignal } from '@/platform/processes';
import { Pauses } from './pauses';
import { isInteractive, Refusal, say } from './terminal';

const ATTEMPTS_TO_BEGIN = 3;

type Settings = {
  name: 'web' | 'worker';
  root: string;
  environment: NodeJS.ProcessEnv;
  /** How long it may take to finish what it has in hand. */
  stopWithinMs: number;
  options?: string[];
  /** It is told to serve when this resolves; until then it may only load. */
  mayServe: Promise<void>;
  onChange(): void;
  /** It says that files come in fast. */
  onRush?(): void;
};

/** A process that is kept running: started again when it ends by itself, ever more slowly if it keeps ending. */
export class Child {
  readonly name: Settings['name'];
  private process: ChildProcess | undefined;
  private readonly stopping = new AbortController();
  private hasBegun = false;
  private isRenewed = false;
  private readonly pauses = new Pauses();
  private readonly beginning = Promise.withResolvers<void>();

  constructor(private readonly settings: Settings) {
    this.name = settings.name;
  }

  /** Resolves when the process has said that it is ready for the first time; rejects when it cannot begin. */
  begin(): Promise<void> {
    this.spawn();
    return this.beginning.promise;
  }

  get identity(): { name: string; pid: number; identity: string | null } | undefined {
    const pid = this.process?.pid;
    return pid === undefined ? undefined : { name: this.name, pid, identity: processIdentity(pid) };
  }

  /** Lets it finish what it has in hand, within its time. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.beginning.resolve();
    const child = this.process;
    if (child?.pid === undefined) return;
    const hasExited = new Promise((resolve) => child.once('exit', resolve));
    await endProcess(child.pid, [
      { signal: 'SIGTERM', withinMs: this.settings.stopWithinMs },
      { signal: 'SIGKILL', withinMs: 5_000 },
    ]);
    await hasExited;
  }

  tell(message: { type: string }): void {
    if (this.process?.connected) this.process.send(message, () => undefined);
  }

  hurry(): void {
    const pid = this.process?.pid;
    if (pid !== undefined) sendSignal(pid, 'SIGKILL');
  }

  /** Ends the process, which is then started again with its newest bundle. */
  async renew(): Promise<void> {
    this.isRenewed = true;
    const pid = this.process?.pid;
    if (pid !== undefined)
      await endProcess(pid, [
        { signal: 'SIGTERM', withinMs: 2_000 },
        { signal: 'SIGKILL', withinMs: 2_000 },
      ]);
  }

  private spawn(): void {
    this.pauses.started();
    try {
      this.process = this.fork();
    } catch (error) {
      // Node throws where the machine is out of memory, and tells by an event where it is out of processes or files.
      void this.ended(notStarted(error));
      return;
    }
    this.follow(this.process);
    this.settings.onChange();
  }

  private fork(): ChildProcess {
    const { name, root, environment, options = [] } = this.settings;
    // Detached: a Ctrl-C in the terminal is the supervisor's to handle, which stops the processes in their order.
    return fork(join(root, 'build', `${name}.js`), options, {
      cwd: root,
      env: environment,
      detached: true,
      stdio: ['ignore', isInteractive() ? 'pipe' : 'inherit', 'inherit', 'ipc'],
    });
  }

  private follow(child: ChildProcess): void {
    if (child.stdout) retell(this.name, child.stdout);
    child.on('message', (message) => this.hear(message));
    child.on('error', (error) => {
      if (child.pid === undefined) void this.ended(notStarted(error));
    });
    child.once('exit', (code, signal) => void this.ended(`ended (${signal ?? `code ${code}`})`));
    void this.settings.mayServe.then(() => this.process === child && this.tell({ type: 'serve' }));
  }

  private hear(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('type' in message)) return;
    if (message.type === 'rush') this.settings.onRush?.();
    if (message.type !== 'ready') return;
    this.hasBegun = true;
    this.beginning.resolve();
  }

  private async ended(how: string): Promise<void> {
    this.process = undefined;
    const { signal } = this.stopping;
    if (signal.aborted) return;
    if (this.isRenewed) {
      this.isRenewed = false;
      this.spawn();
      return;
    }
    const delay = this.pauses.afterFailure();
    if (!this.hasBegun && this.pauses.failures >= ATTEMPTS_TO_BEGIN) {
      this.beginning.reject(new Refusal(`The ${this.name} process does not start; what it wrote above says why.`));
      return;
    }
    say(`The ${this.name} process ${how}; it is started again in ${delay / 1000} s.`);
    await pause(delay, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) this.spawn();
  }
}

function notStarted(error: unknown): string {
  return `could not be started (${error instanceof Error ? error.message : String(error)})`;
}

/** In a terminal people read sentences: only what is wrong is shown, in one line. */
function retell(name: string, output: NodeJS.ReadableStream): void {
  createInterface({ input: output }).on('line', (line) => {
    const entry = parseLogLine(line);
    if (!entry) return say(line);
    if (['warn', 'error', 'fatal'].includes(String(entry.level))) say(`${name}: ${tellEntry(entry)}`);
  });
}

function tellEntry({ event, errorId, fault, level: _level, time: _time, ...rest }: Record<string, unknown>): string {
  const details = Object.entries(rest).map(([key, value]) => `${key} ${String(value)}`);
  const message = typeof fault === 'object' && fault !== null && 'message' in fault ? `: ${String(fault.message)}` : '';
  if (errorId) details.push(`error ${String(errorId)}`);
  return `${String(event)}${message}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

function parseLogLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

import type { ChildProcess } from 'node:child_process';
import { finished, type Readable, type Writable } from 'node:stream';
import { type Frame, FrameError, frameHeader, NO_MEMORY, readFrames } from './frames';
import { msWithoutProcessor, residentMb, startProgram } from './program';

export type SandboxLimits = {
  /** of the process, over all its tasks */
  cpuSeconds: number;
  /** of one task */
  wallMs: number;
  memoryMb: number;
  /** of one task's answer, files included */
  answerBytes: number;
};

export const SANDBOX_FAULTS = [
  'timed_out',
  'starved',
  'too_much_memory',
  'too_much_output',
  'crashed',
  'failed',
] as const;
/**
 * `starved`: its time ran out while a busy machine kept it waiting, or somebody outside ended it or kept it from beginning, which
 * says nothing about the file; `crashed`: the process ended; `failed`: the task threw, or answered something else than it should.
 */
export type SandboxFault = (typeof SANDBOX_FAULTS)[number];

export class SandboxError extends Error {
  constructor(
    readonly fault: SandboxFault,
    /** kind of error and where, never what was read */
    readonly place = '',
  ) {
    super(fault);
    this.name = 'SandboxError';
  }
}

const LOOK_EVERY_MS = 50;
const REASON_BYTES = 8192;
const OUT_OF_MEMORY = /out of memory|allocation failed|cannot allocate/i;
/** The first at the soft limit, the second at the hard one; our own kills have named their fault before. */
const CPU_SIGNALS: readonly string[] = ['SIGXCPU', 'SIGKILL'];
/** Whoever stops the portal sends them to its children too; a process that cannot signal does not end itself with one. */
const SIGNALS_FROM_OUTSIDE: readonly string[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

type Answer = { answer: unknown; files: Buffer[]; networkAttempts: number };

/** One child process with one file in it; it does one task after another and is killed at the first fault. */
export class SandboxProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<SandboxFault>;
  private readonly frames: AsyncGenerator<Frame>;
  private fault: SandboxFault | undefined;
  private reason = '';
  private readonly watch: NodeJS.Timeout;
  private isKilled = false;

  constructor(
    program: string,
    private readonly limits: SandboxLimits,
    mayUseNamespace: boolean,
  ) {
    this.child = startProgram(program, limits, mayUseNamespace);
    this.ended = this.hearEnd();
    const [, , err, , out] = this.child.stdio;
    this.frames = readFrames(out as Readable, limits.answerBytes);
    this.input.on('error', () => undefined);
    (err as Readable).on('data', (chunk: Buffer) => {
      this.reason = (this.reason + chunk.toString('latin1')).slice(-REASON_BYTES);
    });
    this.watch = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.watch.unref();
  }

  /** Ended, or about to be. */
  get hasEnded(): boolean {
    return this.fault !== undefined;
  }

  /** Killed, and not by us: a machine without memory ends whom it likes, if it was not the system's own limit on the file. */
  get wasKilled(): boolean {
    return this.isKilled;
  }

  /**
   * Hands the file in, until the process has ended: then the next task says why. A source that falls silent ends it too, as
   * `starved`: that says nothing about the file.
   */
  async give(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const alarm = setTimeout(() => this.end('starved'), this.limits.wallMs);
    const pieces = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    try {
      for (let piece = await this.orEnd(pieces.next()); piece && !piece.done; piece = await this.orEnd(pieces.next()))
        await this.say('bytes', piece.value);
      await this.say('end', Buffer.alloc(0));
    } finally {
      clearTimeout(alarm);
      // Not waited for: a source that is silent does not hear this either.
      if (this.hasEnded) void Promise.resolve(pieces.return?.()).catch(() => undefined);
    }
  }

  async do(name: string, params: unknown): Promise<Answer> {
    const waitedBefore = this.msWaited();
    const alarm = setTimeout(
      () => this.end(faultAtWall({ waitedMs: this.msWaited() - waitedBefore, wallMs: this.limits.wallMs })),
      this.limits.wallMs,
    );
    try {
      await this.say('task', Buffer.from(JSON.stringify({ name, params: params ?? null })));
      return await this.hear();
    } finally {
      clearTimeout(alarm);
    }
  }

  /** Answers when the process is gone. */
  async close(): Promise<void> {
    this.end('crashed');
    await this.ended;
    for (const stream of this.child.stdio) stream?.destroy();
  }

  private get input(): Writable {
    return this.child.stdio[3] as Writable;
  }

  private async say(kind: 'bytes' | 'end' | 'task', payload: Uint8Array): Promise<void> {
    if (this.hasEnded) return;
    this.input.write(frameHeader(kind, payload.length));
    if (this.input.write(payload)) return;
    await Promise.race([new Promise((resolve) => this.input.once('drain', resolve)), this.ended]);
  }

  /** Null when the process ended first. */
  private orEnd<Result>(work: Result | Promise<Result>): Promise<Result | null> {
    return Promise.race([work, this.ended.then(() => null)]);
  }

  private async hear(): Promise<Answer> {
    const files: Buffer[] = [];
    let size = 0;
    for (;;) {
      const { kind, payload } = await this.nextFrame();
      size += payload.length;
      if (size > this.limits.answerBytes) throw await this.stopped('too_much_output');
      if (kind === 'file') files.push(Buffer.from(payload));
      if (kind === 'result') return { ...resultIn(payload), files };
      if (kind === 'failure') throw failure(payload);
    }
  }

  private async nextFrame(): Promise<Frame> {
    try {
      const { value, done } = await this.frames.next();
      if (!done) return value;
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      throw await this.stopped(error.reason === 'too_long' ? 'too_much_output' : 'crashed');
    }
    throw new SandboxError(await this.ended);
  }

  private async stopped(fault: SandboxFault): Promise<SandboxError> {
    this.end(fault);
    return new SandboxError(await this.ended);
  }

  private msWaited(): number {
    const { pid } = this.child;
    return (pid === undefined ? null : msWithoutProcessor(pid)) ?? 0;
  }

  private look(): void {
    const { pid } = this.child;
    const mb = pid === undefined ? null : residentMb(pid);
    if (mb !== null && mb > this.limits.memoryMb) this.end('too_much_memory');
  }

  private end(fault: SandboxFault): void {
    this.fault ??= fault;
    this.child.kill('SIGKILL');
  }

  private hearEnd(): Promise<SandboxFault> {
    return new Promise((resolve) => {
      const settle = (fault: SandboxFault) => {
        clearInterval(this.watch);
        this.fault ??= fault;
        resolve(this.fault);
      };
      this.child.once('error', () => settle('starved'));
      this.child.once('exit', (_, signal) => {
        this.isKilled = signal === 'SIGKILL' && this.fault === undefined;
        this.input.destroy();
        // Why it ended may still be on its way.
        finished(this.child.stderr as Readable, () => settle(this.faultOf(signal)));
      });
    });
  }

  private faultOf(signal: string | null): SandboxFault {
    if (signal && SIGNALS_FROM_OUTSIDE.includes(signal)) return 'starved';
    if (signal && CPU_SIGNALS.includes(signal)) return 'timed_out';
    return OUT_OF_MEMORY.test(this.reason) ? 'too_much_memory' : 'crashed';
  }
}

/** Who had to wait for a processor during so much of its time was not slow itself. */
const STARVED_SHARE = 0.25;

export function faultAtWall({ waitedMs, wallMs }: { waitedMs: number; wallMs: number }): SandboxFault {
  return waitedMs > wallMs * STARVED_SHARE ? 'starved' : 'timed_out';
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    // biome-ignore lint/style/useErrorCause: the cause quotes what was read
    throw new SandboxError('failed', 'the answer is not JSON');
  }
}

function resultIn(payload: Buffer): { answer: unknown; networkAttempts: number } {
  const told = parsed(payload);
  const { answer, networkAttempts } = { answer: null, networkAttempts: 0, ...(typeof told === 'object' ? told : {}) };
  return { answer, networkAttempts: Number(networkAttempts) };
}

function failure(payload: Buffer): SandboxError {
  const told = parsed(payload);
  const { kind, stack } = { kind: '', stack: '', ...(typeof told === 'object' ? told : {}) };
  if (kind === NO_MEMORY) return new SandboxError('too_much_memory');
  return new SandboxError('failed', `${String(kind)}\n${String(stack)}`.slice(0, 2200));
}

import { join } from 'node:path';
import type { z } from 'zod';
import { Places, type Urgency } from './sandbox/places';
import { SandboxError, type SandboxLimits, SandboxProcess } from './sandbox/run';
import type { TaskName } from './sandbox/tasks';

export type { Urgency } from './sandbox/places';
export { SANDBOX_FAULTS, SandboxError, type SandboxFault, type SandboxLimits } from './sandbox/run';
export type { TaskName } from './sandbox/tasks';

export const SANDBOX_LIMITS: SandboxLimits = {
  cpuSeconds: 10,
  wallMs: 15_000,
  memoryMb: 512,
  answerBytes: 64 * 1024 * 1024,
};

/** As many child processes as one of ours has at once, so that their memory together has a bound: three times `memoryMb`. */
export const SANDBOXES_AT_ONCE = 3;
/**
 * And of checks, and of first readings: no check stands in line behind readings that nobody asked for, and a place is left to
 * whoever sits before a page.
 */
export const OF_A_KIND_AT_ONCE = 1;
const places = new Places(SANDBOXES_AT_ONCE, OF_A_KIND_AT_ONCE);

/** Plain bytes of one file; a function is asked again when the file must go into a new process. */
export type SandboxFile = Uint8Array | (() => AsyncIterable<Uint8Array>);

type Opening = {
  /** who waits for a process is let in before or after others */
  urgency?: Urgency;
  limits?: Partial<SandboxLimits>;
  /** the bundle to run; tests bring their own */
  program?: string;
  /** off only in tests, which show that the process is without network even so */
  mayUseNamespace?: boolean;
};

/** `answer` parses what comes back: whatever read a stranger's file is not believed. */
export type Errand<Answer, Name extends string = TaskName> = {
  task: Name;
  params?: unknown;
  answer: z.ZodType<Answer>;
};

/** What came of a task; `networkAttempts` of its process so far, all of them refused. */
export type Done<Answer> = { answer: Answer; files: Buffer[]; networkAttempts: number };

/**
 * A process for one file. It may be asked for several tasks, one after another, and must be closed: until then it holds one
 * of few places, so that whoever has one open must not wait for another.
 */
export type Sandbox = {
  /**
   * Does one task. Errors: `SandboxError`, after which the next task begins in a new process with the same file.
   * A task that only ran out of the processor time its predecessors used is done again in a new process, and so is, once, one
   * whose process was killed by another hand.
   */
  run<Answer, Name extends string = TaskName>(errand: Errand<Answer, Name>): Promise<Done<Answer>>;
  close(): Promise<void>;
};

/**
 * Puts one file into a child process of its own: without network, files, environment and children, with limits on time
 * and memory, and killed beyond them. The bytes travel by pipe and never touch a disk in clear.
 */
export function openSandbox(
  file: SandboxFile,
  { limits, program = defaultProgram(), mayUseNamespace = true, urgency = 'background' }: Opening = {},
): Sandbox {
  const all = { ...SANDBOX_LIMITS, ...limits };
  let child: { process: SandboxProcess; tasksDone: number } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let leave: (() => void) | undefined;
  let isClosed = false;

  async function fresh() {
    await child?.process.close();
    child = undefined;
    leave ??= await places.take(urgency);
    if (isClosed) {
      await clear();
      throw new SandboxError('crashed', 'closed');
    }
    const process = new SandboxProcess(program, all, mayUseNamespace);
    child = { process, tasksDone: 0 };
    try {
      await process.give(typeof file === 'function' ? file() : [file]);
    } catch (error) {
      // Half a file is no file: the next task begins anew.
      await process.close();
      throw error;
    }
    return child;
  }

  async function clear() {
    await child?.process.close();
    child = undefined;
    leave?.();
    leave = undefined;
  }

  async function attempt(task: string, params: unknown): Promise<Done<unknown>> {
    const used = child && !child.process.hasEnded ? child : await fresh();
    try {
      const result = await used.process.do(task, params);
      used.tasksDone += 1;
      return result;
    } catch (error) {
      const mayBeTired = used.tasksDone > 0 && error instanceof SandboxError && error.fault !== 'failed';
      if (!mayBeTired && !used.process.wasKilled) throw error;
      return (await fresh()).process.do(task, params);
    }
  }

  return {
    run({ task, params, answer }) {
      const turn = last.then(async () => {
        const { answer: told, ...rest } = await attempt(task, params);
        const parsed = answer.safeParse(told);
        if (!parsed.success) throw new SandboxError('failed', 'the answer has another shape');
        return { answer: parsed.data, ...rest };
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      isClosed = true;
      await clear();
    },
  };
}

/** One task on one file, in a process that ends with it. Errors: `SandboxError`. */
export async function runInSandbox<Answer, Name extends string = TaskName>({
  file,
  opening,
  ...errand
}: Errand<Answer, Name> & { file: SandboxFile; opening?: Opening }): Promise<Done<Answer>> {
  const sandbox = openSandbox(file, opening);
  try {
    return await sandbox.run(errand);
  } finally {
    await sandbox.close();
  }
}

function defaultProgram(): string {
  return join(process.cwd(), 'build', 'sandbox.js');
}

import { join } from 'node:path';
import type { z } from 'zod';
import { SandboxError, type SandboxLimits, SandboxProcess } from './sandbox/run';
import type { TaskName } from './sandbox/tasks';

export { SANDBOX_FAULTS, SandboxError, type SandboxFault, type SandboxLimits } from './sandbox/run';
export type { TaskName } from './sandbox/tasks';

export const SANDBOX_LIMITS: SandboxLimits = {
  cpuSeconds: 10,
  wallMs: 15_000,
  memoryMb: 512,
  answerBytes: 64 * 1024 * 1024,
};

/** Plain bytes of one file; a function is asked again when the file must go into a new process. */
export type SandboxFile = Uint8Array | (() => AsyncIterable<Uint8Array>);

type Opening = {
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

/** A process for one file. It may be asked for several tasks, one after another, and must be closed. */
export type Sandbox = {
  /**
   * Does one task. Errors: `SandboxError`, after which the next task begins in a new process with the same file.
   * A task that only ran out of the processor time its predecessors used is done again in a new process.
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
  { limits, program = defaultProgram(), mayUseNamespace = true }: Opening = {},
): Sandbox {
  const all = { ...SANDBOX_LIMITS, ...limits };
  let child: { process: SandboxProcess; tasksDone: number } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function fresh() {
    await child?.process.close();
    child = { process: new SandboxProcess(program, all, mayUseNamespace), tasksDone: 0 };
    await child.process.give(typeof file === 'function' ? file() : [file]);
    return child;
  }

  async function attempt(task: string, params: unknown): Promise<Done<unknown>> {
    const used = child && !child.process.hasEnded ? child : await fresh();
    try {
      const result = await used.process.do(task, params);
      used.tasksDone += 1;
      return result;
    } catch (error) {
      const mayBeTired = used.tasksDone > 0 && error instanceof SandboxError && error.fault !== 'failed';
      if (!mayBeTired) throw error;
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
      await child?.process.close();
      child = undefined;
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

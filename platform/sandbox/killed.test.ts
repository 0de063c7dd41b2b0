import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { openSandbox, runInSandbox } from '../sandbox';
import { bundleTestProgram, pidsRunning } from './testing/program';

const PROGRAM = join(process.cwd(), 'build', `test-killed-${process.pid}.js`);
const FILE = Buffer.from('a file');

vi.setConfig({ testTimeout: 60_000 });

beforeAll(() => bundleTestProgram(PROGRAM));
afterAll(() => rm(PROGRAM, { force: true }));

/** The process is begun by others, and has its own name only once they have given way to it. */
async function pidOfReader(): Promise<number> {
  const [pid = 0] = await vi.waitUntil(() => pidsRunning(PROGRAM).then((pids) => (pids.length > 0 ? pids : null)), {
    timeout: 20_000,
  });
  return pid;
}

/** A file whose reader meets with a signal as long as there is one. */
function aFileUnder(signals: NodeJS.Signals[]) {
  const left = [...signals];
  const given = { times: 0 };
  async function* file() {
    given.times += 1;
    const signal = left.shift();
    yield FILE.subarray(0, 2);
    if (signal) process.kill(await pidOfReader(), signal);
    yield FILE.subarray(2);
  }
  return { file, given };
}

const echo = { task: 'echo', answer: z.object({ size: z.number() }) };
const opening = { program: PROGRAM };

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a process that %s from outside ends says nothing about its file',
  async (signal) => {
    const { file, given } = aFileUnder([signal]);
    await expect(runInSandbox({ ...echo, file, opening })).rejects.toMatchObject({ fault: 'starved' });
    expect(given.times).toBe(1);
  },
);

test('so does one that is ended in the middle of its task', async () => {
  const sandbox = openSandbox(FILE, { ...opening, limits: { wallMs: 50_000 } });
  onTestFinished(() => sandbox.close());
  const slept = sandbox.run({ task: 'sleep', answer: z.unknown() }).catch((error: unknown) => error);
  process.kill(await pidOfReader(), 'SIGTERM');
  expect(await slept).toMatchObject({ fault: 'starved' });
});

test('a file whose process was killed by another hand is given to a new one, once', async () => {
  const once = aFileUnder(['SIGKILL']);
  expect((await runInSandbox({ ...echo, file: once.file, opening })).answer).toEqual({ size: FILE.length });
  expect(once.given.times).toBe(2);

  const always = aFileUnder(['SIGKILL', 'SIGKILL', 'SIGKILL']);
  await expect(runInSandbox({ ...echo, file: always.file, opening })).rejects.toMatchObject({ fault: 'timed_out' });
  expect(always.given.times).toBe(2);
});

test('a file that its own limits have ended is not given to another process', async () => {
  const { file, given } = aFileUnder([]);
  const looping = { task: 'loop', answer: z.unknown(), file };
  const outcome = runInSandbox({ ...looping, opening: { ...opening, limits: { cpuSeconds: 1 } } });
  await expect(outcome).rejects.toMatchObject({ fault: 'timed_out' });
  expect(given.times).toBe(1);
});

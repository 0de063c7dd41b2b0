import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import {
  OF_A_KIND_AT_ONCE,
  openSandbox,
  runInSandbox,
  SANDBOX_LIMITS,
  SANDBOXES_AT_ONCE,
  SandboxError,
  type SandboxLimits,
} from '../sandbox';
import { msWithoutProcessor } from './program';
import { faultAtWall } from './run';
import { bundleTestProgram, pidsRunning } from './testing/program';

const PROGRAM = join(process.cwd(), 'build', `test-sandbox-${process.pid}.js`);
const FILE = Buffer.from('a file');
const anything = z.unknown();

vi.setConfig({ testTimeout: 60_000 });

beforeAll(() => bundleTestProgram(PROGRAM));
afterAll(() => rm(PROGRAM, { force: true }));

function run(task: string, params: unknown = null, limits: Partial<SandboxLimits> = {}) {
  return runInSandbox({ task, params, file: FILE, answer: anything, opening: { program: PROGRAM, limits } });
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => 'no fault',
    (reason: unknown) => reason,
  );
  return error instanceof SandboxError ? error.fault : String(error);
}

test('gives a task the file and its parameters, and gives back its answer and its files', async () => {
  const { answer, files } = await run('echo', { page: 3 });
  expect(answer).toEqual({ size: 6, first: 97, params: { page: 3 } });
  expect(files).toEqual([FILE]);
});

test('takes a file of 25 MB through the pipe whole', async () => {
  const large = Buffer.alloc(25 * 1024 * 1024, 7);
  async function* pieces() {
    for (let at = 0; at < large.length; at += 65_536) yield large.subarray(at, at + 65_536);
  }
  const { answer, files } = await runInSandbox({
    task: 'echo',
    file: pieces,
    answer: z.object({ size: z.number() }),
    opening: { program: PROGRAM },
  });
  expect(answer.size).toBe(large.length);
  expect(files[0]?.equals(large)).toBe(true);
});

test('an endless loop is ended when its processor time is used up', async () => {
  expect(await faultOf(run('loop', null, { cpuSeconds: 1 }))).toBe('timed_out');
});

test('a task that waits for ever is ended at its wall time', async () => {
  const started = performance.now();
  // On a busy machine its start alone may take most of this time.
  expect(await faultOf(run('sleep', null, { wallMs: 1500 }))).toMatch(/^(timed_out|starved)$/);
  expect(performance.now() - started).toBeLessThan(6000);
});

test('the limits are those that are promised', () => {
  expect(SANDBOX_LIMITS).toEqual({ cpuSeconds: 10, wallMs: 15_000, memoryMb: 512, answerBytes: 64 * 1024 * 1024 });
});

test('time that a busy machine took from a task is not held against its file', () => {
  expect(faultAtWall({ waitedMs: 9000, wallMs: 15_000 })).toBe('starved');
  expect(faultAtWall({ waitedMs: 1000, wallMs: 15_000 })).toBe('timed_out');
  expect(msWithoutProcessor(2 ** 30)).toBeNull();
});

test.runIf(process.platform === 'linux')('the system says how long a process stood ready', () => {
  expect(msWithoutProcessor(process.pid)).toBeGreaterThanOrEqual(0);
});

test.each(['heap-bomb', 'buffer-bomb'])('a %s is ended when it takes more memory than it may', async (task) => {
  expect(await faultOf(run(task, null, { memoryMb: 200, cpuSeconds: 20 }))).toBe('too_much_memory');
});

test('an answer that is too large is cut off', async () => {
  expect(await faultOf(run('output-bomb', null, { answerBytes: 10_000_000 }))).toBe('too_much_output');
});

test.each(['crash', 'leave'])('a process that ends by itself (%s) has crashed', async (task) => {
  expect(await faultOf(run(task))).toBe('crashed');
});

test('a task that throws has failed, and what it had read stays inside', async () => {
  const error = await run('throw').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SandboxError);
  expect(error).toMatchObject({ fault: 'failed' });
  expect(error instanceof SandboxError && error.place).toMatch(/^TypeError\n\s+at /);
  expect(JSON.stringify(error)).not.toContain('secret');
});

test('an answer of another shape than asked for has failed', async () => {
  const work = runInSandbox({
    task: 'echo',
    file: FILE,
    answer: z.object({ verdict: z.string() }),
    opening: { program: PROGRAM },
  });
  expect(await faultOf(work)).toBe('failed');
});

describe.each([
  ['in a namespace', true],
  ['without a namespace', false],
])('%s', (_, mayUseNamespace) => {
  test('a task finds every way out shut', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const { answer, networkAttempts } = await runInSandbox({
      task: 'all-ways-out',
      params: { port: address.port },
      file: FILE,
      answer: z.record(z.string(), z.string()),
      opening: { program: PROGRAM, mayUseNamespace },
    });
    expect(new Set(Object.values(answer))).toEqual(new Set(['shut']));
    expect(Object.keys(answer)).toHaveLength(17);
    expect(connections).toBe(0);
    // Of the seventeen, those that Node's own permissions do not shut first.
    expect(networkAttempts).toBeGreaterThanOrEqual(9);
    expect(existsSync('/tmp/redaktion-sandbox-was-here')).toBe(false);
  });
});

test('a task sees nothing of our environment and stands nowhere', async () => {
  const { answer } = await run('where');
  expect(answer).toEqual({ environment: ['LANG', 'NODE_ENV', 'TZ'], cwd: '/' });
});

test('several tasks on one file go through one process, and a fault costs only its own', async () => {
  const sandbox = openSandbox(FILE, { program: PROGRAM, limits: { wallMs: 5000 } });
  onTestFinished(() => sandbox.close());
  const echo = () => sandbox.run({ task: 'echo', answer: z.object({ size: z.number() }) });
  expect((await echo()).answer.size).toBe(6);
  expect(await faultOf(sandbox.run({ task: 'throw', answer: anything }))).toBe('failed');
  expect(await faultOf(sandbox.run({ task: 'crash', answer: anything }))).toBe('crashed');
  expect((await Promise.all([echo(), echo()])).map(({ answer }) => answer.size)).toEqual([6, 6]);
});

test('a task that finds its processor time used up by others is done again with its own', async () => {
  const sandbox = openSandbox(FILE, { program: PROGRAM, limits: { cpuSeconds: 2 } });
  onTestFinished(() => sandbox.close());
  const spend = () => sandbox.run({ task: 'spend', params: 1300, answer: z.literal('spent') });
  await spend();
  expect((await spend()).answer).toBe('spent');
});

test('a process gives way to people', async () => {
  expect((await run('niceness')).answer).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
});

describe('places', () => {
  /** A process that stays, with its place, until it is closed. */
  async function held() {
    const sandbox = openSandbox(FILE, { program: PROGRAM, urgency: 'awaited' });
    onTestFinished(() => sandbox.close());
    await sandbox.run({ task: 'echo', answer: anything });
    return sandbox;
  }

  test('bound the processes that run at once, and let in first who is awaited', async () => {
    const [first] = await Promise.all(Array.from({ length: SANDBOXES_AT_ONCE }, held));
    const done: string[] = [];
    const asked = (['background', 'awaited'] as const).map(async (urgency) => {
      await runInSandbox({ task: 'echo', file: FILE, answer: anything, opening: { program: PROGRAM, urgency } });
      done.push(urgency);
    });
    expect(await pidsRunning(PROGRAM)).toHaveLength(SANDBOXES_AT_ONCE);
    await first?.close();
    await Promise.all(asked);
    expect(done).toEqual(['awaited', 'background']);
  });

  test('leave one to whoever is awaited', async () => {
    const stays = Array.from({ length: SANDBOXES_AT_ONCE }, () => {
      const sandbox = openSandbox(FILE, { program: PROGRAM });
      onTestFinished(() => sandbox.close());
      return { sandbox, ready: faultOf(sandbox.run({ task: 'echo', answer: anything })) };
    });
    await Promise.all(stays.slice(0, OF_A_KIND_AT_ONCE).map(({ ready }) => ready));
    const awaited = runInSandbox({
      task: 'echo',
      file: FILE,
      answer: anything,
      opening: { program: PROGRAM, urgency: 'awaited' },
    });
    expect((await awaited).answer).toBeDefined();
    expect(await pidsRunning(PROGRAM)).toHaveLength(OF_A_KIND_AT_ONCE);
    await Promise.all(stays.map(({ sandbox }) => sandbox.close()));
  });

  test('are given back by whoever is closed while waiting for one', async () => {
    const all = await Promise.all(Array.from({ length: SANDBOXES_AT_ONCE }, held));
    const late = openSandbox(FILE, { program: PROGRAM });
    const work = faultOf(late.run({ task: 'echo', answer: anything }));
    await late.close();
    await Promise.all(all.map((one) => one.close()));
    expect(await work).toBe('crashed');
    await Promise.all(Array.from({ length: SANDBOXES_AT_ONCE }, held));
  });
});

describe('a file that does not come', () => {
  const never = new Promise<never>(() => undefined);
  async function* silent(): AsyncGenerator<Uint8Array> {
    yield FILE;
    await never;
  }
  const give = (file: () => AsyncIterable<Uint8Array>, limits: Partial<SandboxLimits>) =>
    faultOf(runInSandbox({ task: 'echo', file, answer: anything, opening: { program: PROGRAM, limits } }));

  test('is waited for no longer than a task, and that is not held against it', async () => {
    expect(await give(silent, { wallMs: 1000 })).toBe('starved');
  });

  test('is not waited for when its process has ended', async () => {
    // Node alone takes more than that.
    expect(await give(silent, { memoryMb: 8, wallMs: 50_000 })).toBe('too_much_memory');
  });

  test('fails with its own error, and is asked for again whole by the next task', async () => {
    let asked = 0;
    async function* broken(): AsyncGenerator<Uint8Array> {
      asked += 1;
      yield FILE;
      if (asked === 1) throw new TypeError('the store is away');
    }
    const sandbox = openSandbox(broken, { program: PROGRAM });
    onTestFinished(() => sandbox.close());
    const echo = () => sandbox.run({ task: 'echo', answer: z.object({ size: z.number() }) });
    await expect(echo()).rejects.toThrow('the store is away');
    expect((await echo()).answer.size).toBe(FILE.length);
  });
});

test('no process and no file in clear is left behind', async () => {
  const sandbox = openSandbox(FILE, { program: PROGRAM });
  await sandbox.run({ task: 'echo', answer: anything });
  await sandbox.close();
  expect(await pidsRunning(PROGRAM)).toEqual([]);
});

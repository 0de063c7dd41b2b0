import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { commandLine, endProcess, isRunning, parentOf, processIdentity } from './processes';

test('a process keeps its identity while it runs and loses it when it ends', async () => {
  const child = spawn('sleep', ['60']);
  const pid = child.pid ?? 0;
  const identity = processIdentity(pid);
  expect(identity).toMatch(/.+\/\d+$/);
  expect(processIdentity(pid)).toBe(identity);
  expect(parentOf(pid)).toBe(process.pid);
  child.kill();
  await once(child, 'exit');
  expect(processIdentity(pid)).toBeNull();
});

test('two processes started one after the other are told apart', () => {
  const [one, other] = [spawn('sleep', ['60']), spawn('sleep', ['60'])];
  expect(commandLine(one.pid ?? 0)).toEqual(['sleep', '60']);
  expect(one.pid).not.toBe(other.pid);
  one.kill();
  other.kill();
});

test('a process that ignores one signal is ended by the next', async () => {
  const child = spawn('/bin/sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 1; done']);
  await once(child.stdout, 'data');
  const steps = [
    { signal: 'SIGTERM', withinMs: 100 },
    { signal: 'SIGKILL', withinMs: 5_000 },
  ] as const;
  expect(await endProcess(child.pid ?? 0, steps)).toBe(true);
  expect(isRunning(child.pid ?? 0)).toBe(false);
});

test('a zombie does not count as running', async () => {
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  await expect.poll(() => isRunning(pid)).toBe(false);
  parent.kill();
});

test.each([0, 1, -5, 1.5, Number.NaN])('%d is never taken for a process of ours', (pid) => {
  expect(processIdentity(pid)).toBeNull();
});

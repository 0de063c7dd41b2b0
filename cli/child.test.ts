import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inheritedEnvironment } from '@/platform/env';
import { isRunning } from '@/platform/processes';
import { Child } from './child';
import { Refusal } from './terminal';

const READY = `process.send({ type: 'ready' }); setInterval(() => {}, 60_000); process.on('disconnect', () => process.exit());`;
const DEAF = `${READY} process.on('SIGTERM', () => {});`;

let root: string;
let child: Child;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
  mkdirSync(join(root, 'build'));
});

afterEach(async () => {
  await child.stop();
  rmSync(root, { recursive: true, force: true });
});

function childRunning(program: string, stopWithinMs = 5_000, onRush = () => {}): Child {
  writeFileSync(join(root, 'build', 'web.js'), program);
  child = new Child({
    name: 'web',
    root,
    environment: inheritedEnvironment(),
    stopWithinMs,
    mayServe: Promise.resolve(),
    onChange: () => undefined,
    onRush,
  });
  return child;
}

function pid(): number {
  return child.identity?.pid ?? 0;
}

describe('a process under the supervisor', () => {
  test('has begun once it says that it is ready', async () => {
    await childRunning(READY).begin();
    expect(isRunning(pid())).toBe(true);
  });

  test('is started again when it is killed', async () => {
    await childRunning(READY).begin();
    const first = pid();
    process.kill(first, 'SIGKILL');
    await expect.poll(() => pid() !== first && isRunning(pid()), { timeout: 10_000 }).toBe(true);
  });

  test('stays ended when it was stopped', async () => {
    await childRunning(READY).begin();
    const first = pid();
    await child.stop();
    expect(isRunning(first)).toBe(false);
    expect(child.identity).toBeUndefined();
  });

  test('is killed when it does not stop in its time', async () => {
    await childRunning(DEAF, 50).begin();
    const first = pid();
    await child.stop();
    expect(isRunning(first)).toBe(false);
  });

  test('is replaced at once when it is renewed', async () => {
    await childRunning(READY).begin();
    const first = pid();
    await child.renew();
    await expect.poll(() => pid() !== first && isRunning(pid()), { timeout: 10_000 }).toBe(true);
  });

  test('hears what it is told, and is heard when it says that files come in fast', async () => {
    let heard = 0;
    const echo = `${READY} process.on('message', ({ type }) => type === 'rush' && process.send({ type }));`;
    await childRunning(echo, 5_000, () => (heard += 1)).begin();
    child.tell({ type: 'rush' });
    await expect.poll(() => heard).toBe(1);
  });

  test('is tried again when the machine cannot start it, and says why', async () => {
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await childRunning(READY).begin();
    const first = pid();
    // No process begins in a folder that is not there; one that is out of numbers is refused in the same way.
    renameSync(root, `${root}.away`);
    process.kill(first, 'SIGKILL');
    await expect
      .poll(() => said.mock.calls.flat().join(''))
      .toMatch(/The web process could not be started \(spawn .* ENOENT\)/);
    expect(child.identity).toBeUndefined();
    renameSync(`${root}.away`, root);
    await expect.poll(() => pid() !== first && isRunning(pid()), { timeout: 10_000 }).toBe(true);
  });

  test('gives up with a sentence when the machine cannot start it at all', async () => {
    const beginning = childRunning(READY);
    rmSync(root, { recursive: true });
    await expect(beginning.begin()).rejects.toThrow(Refusal);
  });

  test('gives up with a sentence when it never becomes ready', async () => {
    await expect(childRunning('process.exit(3)').begin()).rejects.toThrow(Refusal);
  });
});

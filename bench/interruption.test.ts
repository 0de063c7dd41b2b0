import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const INTERRUPTION = pathToFileURL(join(import.meta.dirname, 'interruption.ts')).href;

/** A program that has asked for three endings, taken one back, and goes on until it is told. */
const PROGRAM = `
  import { endIfInterrupted } from ${JSON.stringify(INTERRUPTION)};
  const ending = (name, fails) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    console.log(name);
    if (fails) throw new Error('It does not end.');
  };
  endIfInterrupted(ending('the folder'));
  endIfInterrupted(ending('taken back'))();
  endIfInterrupted(ending('the portal', true));
  setInterval(() => {}, 60_000);
  console.log('ready');
`;

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'a program told to end by %s ends first what it has begun, the last first, and once',
  async (signal, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'redaktion-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'program.mjs'), PROGRAM);
    const child = spawn(process.execPath, [join(folder, 'program.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const said: string[] = [];
    child.stdout.on('data', (chunk) => said.push(...String(chunk).trim().split('\n')));
    await expect.poll(() => said, { timeout: 10_000 }).toEqual(['ready']);
    const ended = once(child, 'exit');
    child.kill(signal);
    child.kill(signal);
    expect(await ended).toEqual([code, null]);
    expect(said).toEqual(['ready', 'the portal', 'the folder']);
  },
);

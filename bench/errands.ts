import { type ChildProcess, fork } from 'node:child_process';
import { bareServer } from './bare-server';
import { type LoadOrder, type LoadResult, load } from './load';
import { type SendOrder, type SendResult, send } from './sending';

/** Whoever makes the load is a process of its own, so that its work is not taken for the portal's. */
const ERRANDS = {
  '--load': async (order: string) => answer(await load(JSON.parse(order))),
  '--send': async (order: string) => answer(await send(JSON.parse(order))),
  '--bare-server': bareServer,
} satisfies Record<string, (argument: string) => Promise<void>>;

/** Runs the errand this process was started for; false when it was started by a person. */
export async function runErrand([name = '', argument = '']: readonly string[]): Promise<boolean> {
  if (!(name in ERRANDS)) return false;
  await ERRANDS[name as keyof typeof ERRANDS](argument);
  if (process.connected) process.disconnect();
  return true;
}

export function loadElsewhere(order: LoadOrder): Promise<LoadResult> {
  return resultOf('--load', order);
}

export function sendElsewhere(order: SendOrder): Promise<SendResult> {
  return resultOf('--send', order);
}

/** The server to compare with, in its own process. */
export async function startBareServer(folder: string): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const child = begin('--bare-server', folder);
  const { port } = await firstMessage<{ port: number }>(child);
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await ended;
  };
  return { url: `http://127.0.0.1:${port}/`, pid: child.pid ?? 0, stop };
}

async function resultOf<Result>(name: keyof typeof ERRANDS, order: object): Promise<Result> {
  return firstMessage<Result>(begin(name, JSON.stringify(order)));
}

function begin(name: keyof typeof ERRANDS, argument: string): ChildProcess {
  return fork(process.argv[1] ?? '', [name, argument], { execArgv: ['--enable-source-maps'] });
}

function firstMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Message));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`an errand ended with code ${code} and without a result`)));
  });
}

function answer(result: object): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(result, () => resolve());
  });
}

import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { serveTasks, type Task } from '../child';

const port = z.object({ port: z.number() });

/** What hostile files would like their parser to do. */
const TASKS: Record<string, Task> = {
  echo: (file, params) => ({ answer: { size: file.length, first: file[0] ?? null, params }, files: [file] }),
  loop: () => {
    for (;;);
  },
  sleep: () => new Promise(() => setInterval(() => undefined, 1000)),
  'heap-bomb': () => {
    const held: unknown[] = [];
    for (;;) held.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
  },
  'buffer-bomb': async () => {
    const held: Buffer[] = [];
    for (;;) {
      held.push(Buffer.alloc(8 * 1024 * 1024, 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  },
  'output-bomb': () => ({ answer: null, files: Array.from({ length: 100 }, () => Buffer.alloc(1024 * 1024)) }),
  crash: () => process.abort(),
  leave: () => process.exit(0),
  throw: () => {
    throw new TypeError('a secret from the file');
  },
  spend: (_, params) => {
    const until = performance.now() + Number(params);
    while (performance.now() < until);
    return { answer: 'spent' };
  },
  where: () => ({ answer: { environment: Object.keys(Reflect.get(process, 'env')).sort(), cwd: process.cwd() } }),
  niceness: () => ({ answer: getPriority() }),
  'all-ways-out': async (_, params) => {
    const to = port.parse(params).port;
    return { answer: await outcomes(waysOut(to)) };
  },
};

function waysOut(to: number): Record<string, () => unknown> {
  const url = `http://127.0.0.1:${to}/`;
  return {
    connect: () =>
      new Promise((resolve, reject) => connect(to, '127.0.0.1').once('connect', resolve).once('error', reject)),
    listen: () =>
      new Promise((resolve, reject) => createServer().listen(0).once('listening', resolve).once('error', reject)),
    http: () => new Promise((resolve, reject) => get(url, resolve).once('error', reject)),
    fetch: () => fetch(url),
    socket: () => new WebSocket(`ws://127.0.0.1:${to}/`),
    datagram: () => createSocket('udp4').send('x', to, '127.0.0.1'),
    name: () => lookup('localhost'),
    binding: () => Reflect.get(process, 'binding').call(process, 'tcp_wrap'),
    signal: () => process.kill(process.ppid, 0),
    innerSignal: () => Reflect.get(process, '_kill').call(process, process.ppid, 0),
    debugger: () => Reflect.get(process, '_debugProcess').call(process, process.ppid),
    child: () => execFileSync('/bin/true'),
    thread: () => new Worker('1', { eval: true }),
    read: () => readFileSync('/etc/hostname'),
    readRoot: () => readFileSync(`${import.meta.dirname}/../package.json`),
    write: () => writeFileSync('/tmp/redaktion-sandbox-was-here', 'x'),
    code: () => Reflect.construct(Function, ['return 1'])(),
  };
}

async function outcomes(ways: Record<string, () => unknown>): Promise<Record<string, 'open' | 'shut'>> {
  const found: Record<string, 'open' | 'shut'> = {};
  for (const [name, way] of Object.entries(ways)) {
    try {
      await way();
      found[name] = 'open';
    } catch {
      found[name] = 'shut';
    }
  }
  return found;
}

await serveTasks(TASKS);

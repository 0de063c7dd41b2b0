import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { confine, networkAttempts } from './confine';
import { type Frame, type FrameKind, frameHeader, NO_MEMORY, readFrames } from './frames';

/** What a task gives back: something that JSON can say, and files beside it. */
export type TaskOutcome = { answer: unknown; files?: readonly Uint8Array[] };
/** Works on the one file of this process. `params` come from our own side and are parsed by the task. */
export type Task = (file: Buffer, params: unknown) => Promise<TaskOutcome> | TaskOutcome;

const IN = 3;
const OUT = 4;
const LONGEST_FRAME = 64 * 1024 * 1024;
const A_MOMENT_MS = 2;

/** Serves tasks on the one file that comes in, until the parent closes its end. */
export async function serveTasks(tasks: Readonly<Record<string, Task>>): Promise<void> {
  confine();
  const parts: Buffer[] = [];
  let file: Buffer | undefined;
  for await (const frame of readFrames(new Socket({ fd: IN, readable: true, writable: false }), LONGEST_FRAME)) {
    if (frame.kind === 'bytes') parts.push(frame.payload);
    if (frame.kind === 'end') file = Buffer.concat(parts.splice(0));
    if (frame.kind === 'task' && file) await answer(tasks, file, frame);
  }
  process.exit(0);
}

async function answer(tasks: Readonly<Record<string, Task>>, file: Buffer, frame: Frame): Promise<void> {
  try {
    const { name, params }: { name: string; params: unknown } = JSON.parse(frame.payload.toString('utf8'));
    const task = tasks[name];
    if (!task) throw new Error(`there is no task ${name}`);
    const outcome = await task(file, params);
    for (const one of outcome.files ?? []) say('file', one);
    say('result', Buffer.from(JSON.stringify({ answer: outcome.answer ?? null, networkAttempts: networkAttempts() })));
  } catch (error) {
    say('failure', Buffer.from(JSON.stringify(placeOf(error))));
  }
}

/** Messages of parsers quote what they read: only the kind of fault and where it happened leave this process. */
function placeOf(error: unknown): { kind: string; stack: string } {
  if (!(error instanceof Error)) return { kind: typeof error, stack: '' };
  if (/out of memory|allocat/i.test(error.message)) return { kind: NO_MEMORY, stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { kind: error.name.slice(0, 100), stack: frames.slice(0, 8).join('\n').slice(0, 2000) };
}

function say(kind: FrameKind, payload: Uint8Array): void {
  writeFully(frameHeader(kind, payload.length));
  writeFully(payload);
}

function writeFully(bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(OUT, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, A_MOMENT_MS);
    }
  }
}

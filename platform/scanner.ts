import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as breath } from 'node:timers/promises';

export type ScanVerdict = { infected: false } | { infected: true; signature: string };
/** Looks through a file for what is known to be harmful. */
export type Scanner = { scan(file: Uint8Array): Promise<ScanVerdict> };

/** `unreachable`: no answer, or not in time; `too_large`: the scanner does not take files of this size. */
export class ScannerError extends Error {
  constructor(
    readonly code: 'unreachable' | 'too_large' | 'failed',
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'ScannerError';
  }
}

const PIECE_BYTES = 128 * 1024;
const PATIENCE_MS = 30_000;
const DEFAULT_PORT = 3310;
const LONGEST_ANSWER = 4096;
/** Of a scanner that hangs up on a file it finds too large, one answer in fifty is lost on a busy machine. */
const MOST_TRIES = 4;

/**
 * clamd behind `tcp://host:port` or `unix:/path`, asked by INSTREAM (clamd(8)): the file goes over the line in pieces, each
 * with its length before it, and no path is told. Every silence is a `ScannerError`, never "clean".
 */
export function clamd(url: string, patienceMs = PATIENCE_MS): Scanner {
  return {
    async scan(file) {
      for (let tries = 1; ; tries += 1) {
        try {
          return verdictIn(await ask(url, file, patienceMs));
        } catch (cause) {
          if (cause instanceof ScannerError) throw cause;
          if (tries === MOST_TRIES || !hasHungUp(cause)) throw new ScannerError('unreachable', { cause });
        }
      }
    },
  };
}

async function ask(url: string, file: Uint8Array, patienceMs: number): Promise<string> {
  const socket = openSocket(url);
  const answer = answerOf(socket);
  answer.catch(() => undefined);
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('no answer in time')));
  try {
    await once(socket, 'connect');
    await send(socket, file);
  } catch {
    // It may answer, and hang up, before it has heard everything; where it has not answered, `answer` says why.
  }
  return answer;
}

function hasHungUp(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === 'ECONNRESET' || fault.code === 'EPIPE');
}

function openSocket(url: string): Socket {
  if (url.startsWith('unix:')) return connect({ path: url.replace(/^unix:(\/\/(?=\/))?/, '') });
  const { hostname, port } = new URL(url);
  return connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || DEFAULT_PORT });
}

async function send(socket: Socket, file: Uint8Array): Promise<void> {
  const hungUp = once(socket, 'close').then(hangUp);
  hungUp.catch(() => undefined);
  socket.write('zINSTREAM\0');
  for (let at = 0; at < file.length; at += PIECE_BYTES) {
    const piece = file.subarray(at, at + PIECE_BYTES);
    // An answer that has come already is heard before the next write can fail.
    await breath();
    if (socket.destroyed) return;
    socket.write(lengthOf(piece));
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), hungUp]);
  }
  if (!socket.destroyed) socket.write(lengthOf(new Uint8Array()));
}

function hangUp(): never {
  throw new Error('hung up');
}

function lengthOf(piece: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return length;
}

/**
 * Heard as it comes: whoever reads a socket as a stream of its own loses what lies in its buffer when writing fails, and a
 * scanner that has heard enough answers, hangs up, and makes the next write fail.
 */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    let fault: Error | null = null;
    const settle = () => {
      if (answer === '') return reject(fault ?? new Error('no answer'));
      resolve(answer.replace(/\0.*$/s, '').trim());
    };
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\0') || answer.length > LONGEST_ANSWER) socket.destroy();
    });
    socket.once('error', (error) => {
      fault = error;
    });
    socket.once('end', () => socket.destroy());
    socket.once('close', settle);
  });
}

function verdictIn(answer: string): ScanVerdict {
  if (answer === 'stream: OK') return { infected: false };
  const signature = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (signature) return { infected: true, signature: signature.slice(0, 200) };
  throw new ScannerError(/size limit exceeded/i.test(answer) ? 'too_large' : 'failed');
}

import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Ctx } from '@/domain/context';
import { answerUpload } from './answer';

export type Served = { url: string; port: number; close(): Promise<void> };

/** The uploads of a portal over real HTTP on loopback, as the web process serves them. */
export async function serveUploads(contextOf: () => Ctx): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    answerUpload(requestOf(incoming), contextOf()).then(
      (response) => send(response, outgoing),
      (error: unknown) => outgoing.writeHead(599).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/api/uploads`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = 'GET', headers, url } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}),
  } as RequestInit);
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Sending = { method: string; headers?: Record<string, string | number>; body?: Buffer };

/** One request over a connection of its own; a connection that breaks before the answer rejects. */
export function ask(url: string, { body, ...rest }: Sending): Promise<Answer> {
  const { outgoing, answer } = begin(url, rest, body?.length ?? 0);
  outgoing.end(body);
  return answer;
}

/** A request whose body the caller writes, in its own time. */
function begin(url: string, { method, headers = {} }: Sending, length: number) {
  const outgoing = request(url, {
    method,
    agent: false,
    headers: { 'tus-resumable': '1.0.0', 'content-length': length, ...headers },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('close', () => {
        if (!incoming.complete) return reject(new Error('the answer broke off'));
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
      });
    });
  });
  // Whoever waits for it hears; a line that is broken on purpose has nobody waiting.
  answer.catch(() => undefined);
  return { outgoing, answer };
}

export type Wanted = { draft: string; slot?: string; filename?: string; size: number; more?: Record<string, string> };

export function creation({ draft, slot = 'cv', filename = 'CV.pdf', size, more = {} }: Wanted): Sending {
  const metadata = Object.entries({ draft, slot, filename, ...more })
    .map(([key, value]) => `${key} ${Buffer.from(value, 'utf8').toString('base64')}`)
    .join(',');
  return { method: 'POST', headers: { 'upload-length': size, 'upload-metadata': metadata } };
}

/** The address of a fresh upload. */
export async function create(served: Pick<Served, 'url'>, wanted: Wanted): Promise<string> {
  const { status, headers, body } = await ask(served.url, creation(wanted));
  if (status !== 201) throw new Error(`not created: ${status} ${body}`);
  return new URL(String(headers.location), served.url).href;
}

export type Piece = { draft: string; offset: number; body: Buffer; more?: Record<string, string | number> };

export function patch(url: string, { body, ...piece }: Piece): Promise<Answer> {
  return ask(url, { ...patching(piece), body });
}

export type Line = { answer: Promise<Answer>; write(bytes: Buffer): Promise<void>; breakOff(): void };

/** A PATCH that announces `length` bytes; what is written has left this process once the promise resolves. */
export function slowPatch(url: string, piece: Omit<Piece, 'body'>, length: number): Line {
  const { outgoing, answer } = begin(url, patching(piece), length);
  return {
    answer,
    write: (bytes) =>
      new Promise((resolve, reject) => outgoing.write(bytes, (error) => (error ? reject(error) : resolve()))),
    breakOff: () => void outgoing.destroy(),
  };
}

function patching({ draft, offset, more = {} }: Omit<Piece, 'body'>): Sending {
  return {
    method: 'PATCH',
    headers: {
      'upload-draft': draft,
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      ...more,
    },
  };
}

export async function offsetOf(url: string, draft: string): Promise<number> {
  const { status, headers } = await ask(url, { method: 'HEAD', headers: { 'upload-draft': draft } });
  if (status !== 200) throw new Error(`no offset: ${status}`);
  return Number(headers['upload-offset']);
}

export type Cutter = {
  port: number;
  /** bytes that went through towards the server */
  forwarded: number;
  /** The next connection breaks after so many bytes from the client; null: not at all. */
  cutNext(bytes: number | null): void;
  close(): Promise<void>;
};

/** A line that breaks where it is told to. */
export async function cuttingLine(target: number): Promise<Cutter> {
  const open = new Set<Socket>();
  let next: number | null = null;
  const server = createTcpServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const budget = next;
    next = null;
    let left = budget ?? Number.POSITIVE_INFINITY;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => open.delete(socket));
    }
    upstream.pipe(client);
    client.on('data', (chunk: Buffer) => {
      const passing = chunk.subarray(0, left);
      left -= passing.length;
      line.forwarded += passing.length;
      const mayGoOn = upstream.write(passing);
      if (left <= 0) {
        upstream.end();
        client.destroy();
      } else if (!mayGoOn) {
        client.pause();
        upstream.once('drain', () => client.resume());
      }
    });
    client.once('close', () => upstream.end());
    upstream.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line: Cutter = {
    port: (server.address() as AddressInfo).port,
    forwarded: 0,
    cutNext: (bytes) => {
      next = bytes;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return line;
}

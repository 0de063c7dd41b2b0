import { type IncomingHttpHeaders, request } from 'node:http';

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
export async function create(endpoint: string, wanted: Wanted): Promise<string> {
  const { status, headers, body } = await ask(endpoint, creation(wanted));
  if (status !== 201) throw new Error(`not created: ${status} ${body}`);
  return new URL(String(headers.location), endpoint).href;
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

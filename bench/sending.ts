import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { creation } from '@/platform/testing/tus';

/** The form's address, or that of any server that takes the same multipart body. */
export type SendOrder = {
  address: string;
  /** ask for the form first, as a browser does, and send its draft token */
  asksForm: boolean;
  clients: number;
  /** forms that each client sends, one after the other */
  rounds: number;
  /** of each file */
  bytes: number;
  /** in each form: one is a CV alone, three fill every slot */
  files: 1 | 3;
  /** the files by tus, one after the other, and no form after them */
  resumable?: boolean;
};

export type SendResult = { megabytesPerSecond: number; times: number[] };

const MEGABYTE = 1024 * 1024;
const CHUNK = 64 * 1024;
const FILE_HEAD = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
/** Bytes that nothing can compress; every file is made of them. */
const NOISE = randomBytes(MEGABYTE);

/** Sends forms from several clients at once. The forms' tokens are fetched before the clock starts. */
export async function send(order: SendOrder): Promise<SendResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.clients });
  const forms = await Promise.all(
    Array.from({ length: order.clients * order.rounds }, () => (order.asksForm ? draftToken(order.address) : '')),
  );
  const times: number[] = [];
  const started = performance.now();
  const client = async () => {
    for (let round = 0; round < order.rounds; round += 1) {
      const before = performance.now();
      await (order.resumable ? sendResumable : sendForm)(agent, order, forms.pop() ?? '');
      times.push(performance.now() - before);
    }
  };
  try {
    await Promise.all(Array.from({ length: order.clients }, client));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - started) / 1000;
  return { megabytesPerSecond: (order.bytes * order.files * order.clients * order.rounds) / MEGABYTE / seconds, times };
}

const FILE_FIELDS = ['cv', 'coverLetter', 'writingSample'] as const;

/** One whole application, as the form sends it; what does not come as a file is typed, or a link. */
export async function sendForm(
  agent: Agent,
  { address, bytes, files }: Pick<SendOrder, 'address' | 'bytes' | 'files'>,
  draft: string,
) {
  const boundary = `bench-${randomUUID()}`;
  const fields = Object.entries(fieldsFor(draft, files)).map(([name, value]) => part(boundary, name, value));
  const heads = FILE_FIELDS.slice(0, files).map((field, place) =>
    Buffer.from(`${place === 0 ? fields.join('') : '\r\n'}${fileHead(boundary, field)}`),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const sending = request(address, {
    agent,
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': heads.reduce((sum, head) => sum + head.length + bytes, tail.length),
    },
  });
  const answered = answerTo(sending);
  // Heard below; until then a refusal in the middle of the body must not end the process.
  answered.catch(() => undefined);
  for (const head of heads) {
    sending.write(head);
    await pourFile(sending, bytes);
  }
  sending.end(tail);
  const { statusCode, body } = await answered;
  if (statusCode !== 200) throw new Error(`a form was answered with ${statusCode}: ${body.slice(0, 200)}`);
}

const SLOTS = ['cv', 'cover_letter', 'writing_sample'] as const;

/** The files of one application by tus: each is created, and sent as one piece. */
async function sendResumable(
  agent: Agent,
  { address, bytes, files }: Pick<SendOrder, 'address' | 'bytes' | 'files'>,
  draft: string,
): Promise<void> {
  const endpoint = new URL('/api/uploads', address);
  const call = /calls\/([^/]+)/.exec(address)?.[1] ?? '';
  for (const slot of SLOTS.slice(0, files)) {
    const { method, headers } = creation({ draft, slot, filename: `${slot}.pdf`, size: bytes, more: { call } });
    const created = await tusAnswer(request(endpoint, { agent, method, headers: { ...TUS, ...headers } }).end());
    const place = new URL(String(created.headers.location), endpoint);
    const sending = request(place, {
      agent,
      method: 'PATCH',
      headers: {
        ...TUS,
        'upload-draft': draft,
        'upload-offset': 0,
        'content-type': 'application/offset+octet-stream',
        'content-length': bytes,
      },
    });
    const answered = tusAnswer(sending);
    answered.catch(() => undefined);
    await pourFile(sending, bytes);
    sending.end();
    await answered;
  }
}

const TUS = { 'tus-resumable': '1.0.0' };

async function tusAnswer(sending: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  const body = await text(response);
  if (response.statusCode !== 201 && response.statusCode !== 204)
    throw new Error(`a piece was answered with ${response.statusCode}: ${body.slice(0, 200)}`);
  return response;
}

async function pourFile(sending: ClientRequest, bytes: number): Promise<void> {
  sending.write(FILE_HEAD);
  for (let left = bytes - FILE_HEAD.length; left > 0; ) {
    const from = Math.floor(Math.random() * (NOISE.length - CHUNK));
    const chunk = NOISE.subarray(from, from + Math.min(CHUNK, left));
    left -= chunk.length;
    if (!sending.write(chunk)) await once(sending, 'drain');
  }
}

function fileHead(boundary: string, field: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${field}.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
}

function answerTo(sending: ClientRequest): Promise<{ statusCode: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    sending.once('error', reject);
    sending.once('response', (response: IncomingMessage) => {
      text(response).then((body) => resolve({ statusCode: response.statusCode, body }), reject);
    });
  });
}

export async function draftToken(address: string): Promise<string> {
  const form = await (await fetch(address)).text();
  const token = /name="draft" value="([\w-]+)"/.exec(form)?.[1];
  if (!token) throw new Error('the form has no draft token');
  return token;
}

function fieldsFor(draft: string, files: 1 | 3): Record<string, string> {
  return {
    draft,
    action: 'send',
    name: 'ქეთევან მთისძირელი',
    email: 'applicant@example.org',
    region: 'georgia',
    writes: 'ka',
    ...(files === 1 && {
      coverLetterText: 'I live close to what I describe.',
      writingSampleUrl: 'https://example.org/water-day',
    }),
    consent: 'on',
  };
}

function part(boundary: string, name: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

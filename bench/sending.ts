import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** The form's address, or that of any server that takes the same multipart body. */
export type SendOrder = {
  address: string;
  /** ask for the form first, as a browser does, and send its draft token */
  asksForm: boolean;
  clients: number;
  /** forms that each client sends, one after the other */
  rounds: number;
  /** of the one file in each form */
  bytes: number;
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
      await sendForm(agent, order, forms.pop() ?? '');
      times.push(performance.now() - before);
    }
  };
  try {
    await Promise.all(Array.from({ length: order.clients }, client));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - started) / 1000;
  return { megabytesPerSecond: (order.bytes * order.clients * order.rounds) / MEGABYTE / seconds, times };
}

/** One whole application, as the form sends it; the letter typed, the writing sample a link. */
export async function sendForm(agent: Agent, { address, bytes }: Pick<SendOrder, 'address' | 'bytes'>, draft: string) {
  const boundary = `bench-${randomUUID()}`;
  const fields = Object.entries(fieldsFor(draft)).map(([name, value]) => part(boundary, name, value));
  const head = Buffer.from(
    `${fields.join('')}--${boundary}\r\nContent-Disposition: form-data; name="cv"; filename="cv.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const sending = request(address, {
    agent,
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': head.length + bytes + tail.length,
    },
  });
  const answered = answerTo(sending);
  // Heard below; until then a refusal in the middle of the body must not end the process.
  answered.catch(() => undefined);
  await pour(sending, head, bytes, tail);
  const { statusCode, body } = await answered;
  if (statusCode !== 200) throw new Error(`a form was answered with ${statusCode}: ${body.slice(0, 200)}`);
}

async function pour(sending: ClientRequest, head: Buffer, bytes: number, tail: Buffer): Promise<void> {
  sending.write(head);
  sending.write(FILE_HEAD);
  for (let left = bytes - FILE_HEAD.length; left > 0; ) {
    const from = Math.floor(Math.random() * (NOISE.length - CHUNK));
    const chunk = NOISE.subarray(from, from + Math.min(CHUNK, left));
    left -= chunk.length;
    if (!sending.write(chunk)) await once(sending, 'drain');
  }
  sending.end(tail);
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

function fieldsFor(draft: string): Record<string, string> {
  return {
    draft,
    action: 'send',
    name: 'ქეთევან მთისძირელი',
    email: 'applicant@example.org',
    region: 'georgia',
    writes: 'ka',
    coverLetterText: 'I live close to what I describe.',
    writingSampleUrl: 'https://example.org/water-day',
    consent: 'on',
  };
}

function part(boundary: string, name: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

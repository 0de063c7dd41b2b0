import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import encodeJpeg, { init } from '@jsquash/jpeg/encode.js';
import PdfDocument from 'pdfkit';
import { inheritedEnvironment } from '@/platform/env';
import { KINDS, type Kind, openRenderer } from '@/platform/renditions';
import { signIn } from './member';
import { CALL_PATH, newDataDir, type Portal, removeDataDir, startPortal } from './portal';
import { family, residentMemory } from './processes';
import { draftToken } from './sending';
import { figure, median, percentile, spread } from './statistics';
import type { Table } from './table';

const UPLOADS = 7;
const VIEWS = 300;
const PAGES_AT_MOST = 20;
const LOOK_MS = 10;
/** A folder of documents by kind, such as the test corpora; without it only invented documents are measured. */
const CORPORA = inheritedEnvironment().BENCH_CORPORA;

/** From a file that has arrived to the page that can be read, and what reading costs. */
export async function measureRenditions(): Promise<Table[]> {
  const dataDir = await newDataDir();
  const portal = await startPortal(dataDir);
  try {
    const tables = [await throughPortal(portal)];
    return CORPORA ? [...tables, await overFolder(CORPORA)] : tables;
  } finally {
    await portal.stop();
    await removeDataDir(dataDir);
  }
}

async function throughPortal(portal: Portal): Promise<Table> {
  const cookie = await signIn(await portal.link());
  const pdf = await fiveMegabytes();
  const first: number[] = [];
  let address = '';
  for (let turn = 0; turn <= UPLOADS; turn += 1) {
    const number = await send(portal, pdf);
    const arrived = performance.now();
    address = await pageOf(portal, cookie, number);
    await see(address, cookie);
    // The first one pays for code that is not compiled yet.
    if (turn > 0) first.push(performance.now() - arrived);
  }
  const views: number[] = [];
  for (let turn = 0; turn < VIEWS; turn += 1) {
    const before = performance.now();
    await see(address, cookie);
    views.push(performance.now() - before);
  }
  return {
    title: `A PDF of ${figure(pdf.length / 1e6)} MB, through the portal`,
    columns: ['what', 'n', 'median ms', 'p95 ms', 'lowest–highest', 'aim ms'],
    rows: [
      ['first page readable after upload', first, 2000] as const,
      ['a page that has been painted', views, 30] as const,
    ].map(([what, times, aim]) => [
      what,
      String(times.length),
      figure(median(times)),
      figure(percentile(times, 0.95)),
      spread(times),
      `≤ ${aim}${median(times) > aim ? ', missed' : ''}`,
    ]),
  };
}

async function send(portal: Portal, pdf: Buffer): Promise<string> {
  const address = `${portal.url}${CALL_PATH}/apply`;
  const form = new FormData();
  const fields = {
    draft: await draftToken(address),
    name: 'Reader',
    region: 'georgia',
    writes: 'en',
    coverLetterText: 'The water comes on Thursday.',
    writingSampleUrl: 'https://example.org/water',
    consent: 'on',
    action: 'send',
  };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('cv', new Blob([new Uint8Array(pdf)], { type: 'application/pdf' }), 'cv.pdf');
  const answer = await fetch(address, { method: 'POST', body: form, headers: { origin: portal.url } });
  const number = /APP-[0-9A-Z]{4,8}/.exec(await answer.text())?.[0];
  if (!number) throw new Error(`the form was not taken: ${answer.status}`);
  return number;
}

async function pageOf(portal: Portal, cookie: string, number: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`${portal.url}/desk/applications/${number}?show=cv`, { headers: { cookie } });
    const id = /\/api\/documents\/([0-9a-f-]{36})/.exec(await answer.text())?.[1];
    if (id) return `${portal.url}/api/documents/${id}/pages/1`;
    await pause();
  }
}

/** As a browser that asks until the page is there. */
async function see(address: string, cookie: string): Promise<void> {
  for (;;) {
    const answer = await fetch(address, { headers: { cookie } });
    const bytes = await answer.arrayBuffer();
    if (answer.status === 200 && bytes.byteLength > 1000) return;
    if (answer.status !== 202 && answer.status !== 404) throw new Error(`${address} answered ${answer.status}`);
    await pause();
  }
}

/** Asked without a break the desk would take the processor from what it waits for. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

/** Three pages of text, each with a photograph that hardly compresses. */
async function fiveMegabytes(): Promise<Buffer> {
  const path = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  // The declared type leaves out the module, which the implementation takes first.
  await (init as unknown as (compiled: WebAssembly.Module) => Promise<unknown>)(
    await WebAssembly.compile(readFileSync(path)),
  );
  const [width, height] = [1800, 1200];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0, seed = 1; at < data.length; at += 1, seed = (seed * 48_271) % 2_147_483_647) data[at] = seed & 255;
  const photo = Buffer.from(
    await encodeJpeg({ width, height, data, colorSpace: 'srgb' } as ImageData, { quality: 72 }),
  );
  const document = new PdfDocument({ size: 'A4', autoFirstPage: false });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const whole = new Promise<Buffer>((settle) => document.once('end', () => settle(Buffer.concat(parts))));
  for (let page = 0; page < Math.max(1, Math.round(5e6 / photo.length)); page += 1) {
    // A copy each, or the file would hold one picture only.
    const own = Buffer.concat([photo, Buffer.from([page])]);
    document.addPage().fontSize(12).text('The water comes on Thursday. '.repeat(60)).image(own, { width: 400 });
  }
  document.end();
  return whole;
}

async function overFolder(folder: string): Promise<Table> {
  let [documents, pages, unreadable, broken, memory] = [0, 0, 0, 0, 0];
  const watch = setInterval(() => {
    for (const pid of family(process.pid).slice(1)) memory = Math.max(memory, residentMemory(pid).highest || 0);
  }, LOOK_MS);
  const started = performance.now();
  for (const { kind, bytes } of documentsIn(folder)) {
    const renderer = openRenderer(kind, bytes, 'awaited');
    const overview = await renderer.overview();
    documents += 1;
    if (overview === 'failed') broken += 1;
    else if (typeof overview === 'string') unreadable += 1;
    else {
      const numbers = overview.sheets.slice(0, PAGES_AT_MOST).map((_, place) => place + 1);
      const painted = numbers.length > 0 ? await renderer.pages(numbers) : [];
      if (typeof painted !== 'string') pages += painted.filter((page) => page !== null).length;
    }
    await renderer.close();
  }
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  return {
    title: 'Rendering a folder, one document after another, each in a process of its own',
    columns: [
      'documents',
      'pages painted',
      'no reader opens',
      'processes broken',
      'documents/s',
      'pages/s',
      'highest memory MiB',
    ],
    rows: [
      [documents, pages, unreadable, broken]
        .map(String)
        .concat([documents / seconds, pages / seconds, memory].map(figure)),
    ],
  };
}

function* documentsIn(folder: string): Iterable<{ kind: Kind; bytes: Buffer }> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
    const kind = KINDS.find((one) => one === ending);
    if (kind) yield { kind, bytes: readFileSync(join(folder, name)) };
  }
}

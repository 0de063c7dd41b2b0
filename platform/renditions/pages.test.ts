import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { decode, init } from '@jsquash/png/decode.js';
import { beforeAll, expect, it } from 'vitest';
import { isPng } from './image';
import { overviewOf, picturesOf } from './overview';
import { exactBuffer } from './pdfium';
import { aJpeg, aPdf, aPng } from './testing/papers';

const SIXTEEN = [
  'The water comes on Thursday, a little after four in the morning.',
  'წყალი ხუთშაბათს მოდის, დილის ოთხი საათის შემდეგ, და კაცები უკვე ზემო რაბთან დგანან.',
];

beforeAll(async () => {
  const path = createRequire(import.meta.url).resolve('@jsquash/png/codec/pkg/squoosh_png_bg.wasm');
  await init(await WebAssembly.compile(readFileSync(path)));
});

it('tells sizes, text, words and languages of a PDF, page by page', async () => {
  const { sheets, pages, text, html, words, languages, notes } = await overviewOf('pdf', await aPdf(SIXTEEN));
  expect(sheets).toEqual([
    { width: 1240, height: 1754 },
    { width: 1240, height: 1754 },
  ]);
  expect({ pages, words, languages, notes }).toEqual({ pages: 2, words: 25, languages: ['ka', 'en'], notes: [] });
  expect(text).toBe(SIXTEEN.join('\n\n'));
  expect(html).toBe(`<p>${SIXTEEN[0]}</p>\n<hr />\n<p>${SIXTEEN[1]}</p>`);
});

it('paints the pages asked for at the size that was told', async () => {
  const [second, first] = await picturesOf('pdf', await aPdf(SIXTEEN), [2, 1]);
  expect([first?.width, first?.height, first?.mediaType]).toEqual([1240, 1754, 'image/png']);
  const image = await decode(exactBuffer(first?.bytes ?? Buffer.alloc(0)));
  expect([image.width, image.height]).toEqual([1240, 1754]);
  expect(image.data.slice(0, 4)).toEqual(new Uint8ClampedArray([255, 255, 255, 255]));
  expect(image.data.some((sample) => sample < 50)).toBe(true);
  expect(Buffer.from(second?.bytes ?? []).equals(Buffer.from(first?.bytes ?? []))).toBe(false);
});

it('says that a PDF asks for a password, and that a heap of bytes is no PDF', async () => {
  const locked = await aPdf(SIXTEEN, { userPassword: 'secret' });
  await expect(overviewOf('pdf', locked)).rejects.toMatchObject({ reason: 'password' });
  await expect(overviewOf('pdf', Buffer.from('%PDF-1.4\nnothing'))).rejects.toMatchObject({ reason: 'damaged' });
});

it('opens a PDF that forbids copying but asks for no password', async () => {
  const closed = await aPdf(SIXTEEN, { ownerPassword: 'secret', permissions: {} });
  expect((await overviewOf('pdf', closed)).pages).toBe(2);
});

it('knows a photographed page by its lack of text', async () => {
  const { notes, html, words } = await overviewOf('pdf', await aPdf(['']));
  expect({ notes, html, words }).toEqual({ notes: ['scan'], html: null, words: 0 });
});

it('paints a picture anew, smaller, on white and without what else the file held', async () => {
  const half = aPng(2480, 100, (x) => (x < 1240 ? [0, 0, 0] : [255, 255, 255]));
  const secret = Buffer.concat([half, Buffer.from('GPS 41.7 44.8')]);
  const [picture] = await picturesOf('png', secret, [1]);
  expect([picture?.width, picture?.height]).toEqual([1240, 50]);
  const bytes = Buffer.from(picture?.bytes ?? []);
  expect(isPng(bytes)).toBe(true);
  expect(bytes.includes('GPS')).toBe(false);
  const image = await decode(exactBuffer(bytes));
  expect(Array.from(image.data.slice(0, 4))).toEqual([0, 0, 0, 255]);
  expect(Array.from(image.data.slice(-4))).toEqual([255, 255, 255, 255]);
});

it('paints a photograph without what its camera wrote into it', async () => {
  const photograph = await aJpeg(1);
  expect(photograph.includes('Exif')).toBe(true);
  const [picture] = await picturesOf('jpeg', photograph, [1]);
  expect(isPng(Buffer.from(picture?.bytes ?? []))).toBe(true);
  expect(Buffer.from(picture?.bytes ?? []).includes('Exif')).toBe(false);
});

it('refuses a picture that says it is larger than we decode', async () => {
  const bomb = aPng(2, 2, () => [0, 0, 0]);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  await expect(overviewOf('png', bomb)).rejects.toMatchObject({ reason: 'too_large' });
});

it.each([
  [1, 'left', 'top'],
  [2, 'right', 'top'],
  [3, 'right', 'bottom'],
  [4, 'left', 'bottom'],
  [5, 'left', 'top'],
  [6, 'right', 'top'],
  [7, 'right', 'bottom'],
  [8, 'left', 'bottom'],
])('turns a photograph the way EXIF orientation %i says', async (orientation, side, edge) => {
  const [picture] = await picturesOf('jpeg', await aJpeg(orientation), [1]);
  const { width, height, data } = await decode(exactBuffer(picture?.bytes ?? Buffer.alloc(0)));
  expect(height > width).toBe(orientation > 4);
  const x = side === 'left' ? 0.2 : 0.8;
  const y = edge === 'top' ? 0.2 : 0.8;
  const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 4;
  expect(data[at]).toBeLessThan(60);
  const opposite = (Math.floor((1 - y) * height) * width + Math.floor((1 - x) * width)) * 4;
  expect(data[opposite]).toBeGreaterThan(200);
});

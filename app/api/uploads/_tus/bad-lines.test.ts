import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { newDraftToken } from '@/domain/applications/commands';
import { PDF } from '@/domain/testing/portal';
import { type Journey, seededRandom, sendOverBadLine } from '@/platform/testing/bad-journey';
import { documentsIn } from './testing';
import { portal, served, uploadsServed } from './testing/answered';

const MEGABYTE = 1024 * 1024;
const UPLOADS = 30;
const CUTS = 6;
const AT_ONCE = 3;
const LONGEST_MS = 240_000;

uploadsServed();

it(
  `brings ${UPLOADS} files over lines that break ${CUTS} times each, equal in every byte, with little sent twice`,
  async () => {
    const journeys: (Journey & { size: number })[] = [];
    const numbers = Array.from({ length: UPLOADS }, (_, number) => number).values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const number of numbers) journeys.push(await bring(number));
      }),
    );
    expect(journeys).toHaveLength(UPLOADS);
    const size = sum(journeys.map((one) => one.size));
    expect(sum(journeys.map(({ travelled }) => travelled)) / size).toBeLessThan(1.1);
  },
  LONGEST_MS,
);

async function bring(number: number): Promise<Journey & { size: number }> {
  const random = seededRandom(number);
  const size = Math.floor((1 + random() * 7) * MEGABYTE);
  const file = Buffer.concat([PDF, randomBytes(size - PDF.length)]);
  const draft = newDraftToken(portal.stranger());
  const chunk = [256 * 1024, MEGABYTE, size][number % 3] ?? size;
  const wanted = { draft, slot: 'writing_sample', filename: `${number}.pdf` };
  const journey = await sendOverBadLine({ port: served.port, wanted, file, cuts: CUTS, chunk, random });
  const { writing_sample: arrived } = await documentsIn(portal.stranger(), draft);
  expect(arrived?.bytes.equals(file)).toBe(true);
  return { ...journey, size };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

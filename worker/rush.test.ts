import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Rush } from './rush';

/** Far longer than a busy machine keeps a timer waiting. */
const TIMES = { overAfterMs: 1_000, lookEveryMs: 5, longestMs: { reading: 400, mail: 100 } };
const PATIENT = { ...TIMES, longestMs: { reading: 30_000, mail: 30_000 } };

/** Says again and again that files come in, until told to stop. */
function inARush(rush: Rush): { end(): void } {
  rush.heard();
  const timer = setInterval(() => rush.heard(), 10);
  return { end: () => clearInterval(timer) };
}

async function isOver(waiting: Promise<void>): Promise<boolean> {
  return Promise.race([waiting.then(() => true), pause(0, false)]);
}

test('nobody waits where there is no rush', async () => {
  expect(await isOver(new Rush(TIMES).over('reading'))).toBe(true);
});

test('who comes in a rush waits until it is over', async () => {
  const rush = new Rush(PATIENT);
  const going = inARush(rush);
  const waiting = rush.over('reading');
  await pause(150);
  expect(await isOver(waiting)).toBe(false);
  going.end();
  await waiting;
});

test('of a rush without an end nobody waits for longer than the longest time, counted from when they came', async () => {
  const rush = new Rush(TIMES);
  const going = inARush(rush);
  const began = performance.now();
  await rush.over('reading', new Date(Date.now() - 200));
  expect(performance.now() - began).toBeGreaterThan(150);
  expect(await isOver(rush.over('reading', new Date(Date.now() - TIMES.longestMs.reading)))).toBe(true);
  going.end();
});

test('a mail waits for a shorter time than what only reads files', async () => {
  const rush = new Rush({ ...TIMES, longestMs: { reading: 30_000, mail: 50 } });
  const going = inARush(rush);
  const reading = rush.over('reading');
  await rush.over('mail');
  expect(await isOver(reading)).toBe(false);
  going.end();
  await reading;
});

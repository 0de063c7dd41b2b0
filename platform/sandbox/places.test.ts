import { expect, test } from 'vitest';
import { Places, type Urgency } from './places';

/** Asks for places in this order while one is held, and says in which order they were had. */
async function orderOf(asked: readonly Urgency[]): Promise<string[]> {
  const places = new Places(1);
  const held = await places.take('background');
  const had: string[] = [];
  const all = asked.map(async (urgency, turn) => {
    const leave = await places.take(urgency);
    had.push(`${urgency} ${turn}`);
    leave();
  });
  held();
  await Promise.all(all);
  return had;
}

test('as many as there are places go in, and the next when one leaves', async () => {
  const places = new Places(2);
  const [first] = await Promise.all([places.take('background'), places.take('awaited')]);
  let isIn = false;
  const third = places.take('background').then((leave) => {
    isIn = true;
    return leave;
  });
  await Promise.resolve();
  expect(isIn).toBe(false);
  first();
  (await third)();
  expect(isIn).toBe(true);
});

test('who is awaited goes before what is wanted soon, that before the background, and each before who came later', async () => {
  expect(await orderOf(['background', 'soon', 'awaited', 'background', 'awaited'])).toEqual([
    'awaited 2',
    'awaited 4',
    'soon 1',
    'background 0',
    'background 3',
  ]);
});

test('the background has its turn however many are awaited', async () => {
  const asked: Urgency[] = ['background', ...Array.from({ length: 5 }, () => 'awaited' as const)];
  expect((await orderOf(asked)).indexOf('background 0')).toBe(3);
});

test('the background leaves places to those who are awaited, and takes none while it has all of its own', async () => {
  const places = new Places(3, 1);
  const first = await places.take('background');
  const had: string[] = [];
  const second = places.take('background').then((leave) => {
    had.push('background');
    return leave;
  });
  const giveBack = await places.take('awaited');
  had.push('awaited');
  giveBack();
  expect(had).toEqual(['awaited']);
  first();
  (await second)();
  expect(had).toEqual(['awaited', 'background']);
});

test('what is wanted soon does not stand behind the background, and both leave a place to those who are awaited', async () => {
  const places = new Places(3, 1);
  await places.take('background');
  const had: string[] = [];
  const take = async (urgency: Urgency) => {
    await places.take(urgency);
    had.push(urgency);
  };
  void take('background');
  await take('soon');
  void take('soon');
  await take('awaited');
  expect(had).toEqual(['soon', 'awaited']);
});

test('a place given back twice is one place', async () => {
  const places = new Places(1);
  const leave = await places.take('awaited');
  leave();
  leave();
  await places.take('awaited');
  const next = places.take('awaited').then(() => 'had');
  expect(await Promise.race([next, Promise.resolve('none')])).toBe('none');
});

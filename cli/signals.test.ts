import { afterEach, expect, test, vi } from 'vitest';
import { listenForStop } from './signals';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

afterEach(() => {
  for (const signal of SIGNALS) process.removeAllListeners(signal);
});

function listen() {
  const wishes = { stop: vi.fn(), hurry: vi.fn() };
  let time = 0;
  const hear = listenForStop(wishes, () => time);
  const signalAt = (ms: number) => {
    time = ms;
    hear();
  };
  return { wishes, signalAt };
}

test('one Ctrl-C that arrives from terminal and npm is one wish', () => {
  const { wishes, signalAt } = listen();
  for (const ms of [0, 3, 400]) signalAt(ms);
  expect(wishes.stop).toHaveBeenCalledTimes(1);
  expect(wishes.hurry).not.toHaveBeenCalled();
});

test('a second Ctrl-C hurries', () => {
  const { wishes, signalAt } = listen();
  for (const ms of [0, 1_500]) signalAt(ms);
  expect(wishes.stop).toHaveBeenCalledTimes(1);
  expect(wishes.hurry).toHaveBeenCalledTimes(1);
});

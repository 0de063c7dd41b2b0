import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pauses } from './pauses';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function pauseAfterRunning(pauses: Pauses, ms: number): number {
  pauses.started();
  vi.advanceTimersByTime(ms);
  return pauses.afterFailure();
}

test('the pauses before what keeps ending grow to half a minute, and are short again once it has run for a minute', () => {
  const pauses = new Pauses();
  const first = Array.from({ length: 9 }, () => pauseAfterRunning(pauses, 1_000));
  expect(first).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(pauses.failures).toBe(9);
  expect(pauseAfterRunning(pauses, 60_001)).toBe(250);
  expect(pauses.failures).toBe(1);
});

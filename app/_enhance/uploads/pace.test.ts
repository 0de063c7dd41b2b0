import { describe, expect, it } from 'vitest';
import { Pace, retryDelayMs, stepFor } from './pace';

const KILOBYTE = 1024;

describe('the pace of a line', () => {
  it('is not guessed before a piece has travelled', () => {
    const pace = new Pace();
    expect(pace.secondsLeft(1000)).toBeNull();
    expect(pace.chunk()).toBe(64 * KILOBYTE);
  });

  it('tells how long the rest takes', () => {
    const pace = new Pace();
    pace.note(7_500, 1000);
    expect(pace.secondsLeft(75_000)).toBeCloseTo(10);
  });

  it('makes small pieces on a slow line and large ones on a fast one', () => {
    const slow = new Pace();
    slow.note(7_500, 1000);
    expect(slow.chunk()).toBe(64 * KILOBYTE);
    const fast = new Pace();
    fast.note(10_000_000, 1000);
    expect(fast.chunk()).toBe(1024 * KILOBYTE);
  });

  it('gives up a silent line within a minute, and a fast one sooner', () => {
    const slow = new Pace();
    slow.note(1_000, 1000);
    expect(slow.patienceMs()).toBe(60_000);
    const fast = new Pace();
    fast.note(10_000_000, 1000);
    expect(fast.patienceMs()).toBe(20_000);
  });

  it('is not thrown off by a piece of nothing or of no time', () => {
    const pace = new Pace();
    pace.note(0, 10);
    pace.note(10, 0);
    expect(pace.secondsLeft(1000)).toBeNull();
  });
});

it('tries again at once first, then seldom, and never stops', () => {
  expect([1, 2, 6, 7, 1000].map(retryDelayMs)).toEqual([1_000, 2_000, 30_000, 30_000, 30_000]);
});

it('finds the step a value falls on', () => {
  const steps = [{ upTo: 10 }, { upTo: 60 }];
  expect([1, 10, 11, 999].map((value) => stepFor(steps, value)?.upTo)).toEqual([10, 10, 60, 60]);
});

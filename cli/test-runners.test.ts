import { describe, expect, test } from 'vitest';
import { judge, tallyPlaywright, tallyVitest } from './test-runners';

describe('what the runners report', () => {
  test('is counted by test', () => {
    const file = { name: 'a.test.ts', status: 'passed', assertionResults: [{}] };
    expect(tallyVitest({ numPassedTests: 5, numFailedTests: 2, testResults: [file] })).toEqual({
      passed: 5,
      failed: 2,
    });
    expect(tallyPlaywright({ stats: { expected: 5, unexpected: 2, flaky: 0, skipped: 1 }, errors: [] })).toEqual({
      passed: 5,
      failed: 2,
    });
  });

  test('counts a file that could not be loaded as a failure', () => {
    const file = { name: 'a.test.ts', status: 'failed', assertionResults: [] };
    expect(tallyVitest({ numPassedTests: 5, numFailedTests: 0, testResults: [file] })).toEqual({
      passed: 5,
      failed: 1,
    });
    expect(tallyPlaywright({ stats: { expected: 5, unexpected: 0, flaky: 0 }, errors: [{}] })).toEqual({
      passed: 5,
      failed: 1,
    });
  });

  test('counts a flaky test as a broken one', () => {
    expect(tallyPlaywright({ stats: { expected: 5, unexpected: 0, flaky: 1 }, errors: [] })).toEqual({
      passed: 5,
      failed: 1,
    });
  });
});

describe('a run', () => {
  test('that crashed without a report has failed', () => {
    expect(judge(0, undefined)).toMatchObject({ passed: 0, failed: 1 });
    expect(judge(0, tallyVitest('not a report'))).toMatchObject({ passed: 0, failed: 1 });
  });

  test('that ran nothing has failed', () => {
    expect(judge(0, { passed: 0, failed: 0 })).toMatchObject({ passed: 0, failed: 1 });
  });

  test('that ended badly although every test passed has failed', () => {
    expect(judge(1, { passed: 5, failed: 0 })).toMatchObject({ passed: 5, failed: 1 });
  });

  test('that ended well is taken at its word', () => {
    expect(judge(0, { passed: 5, failed: 0 })).toEqual({ passed: 5, failed: 0 });
  });
});

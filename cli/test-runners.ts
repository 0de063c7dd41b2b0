import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { say, seconds } from './terminal';

export type Tally = { passed: number; failed: number };
type Command = {
  program: string;
  options: string[];
  environment?: NodeJS.ProcessEnv;
  /** it and all it starts, from 0 (the usual) to 19 */
  niceness?: number;
};

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

/** A check counts as one test. */
export async function runStep(name: string, commandOf: () => Command): Promise<Tally> {
  const started = performance.now();
  const code = await run(commandOf());
  say(`${code === 0 ? '✓' : '✗'} ${name} (${seconds(started)})`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export async function countVitest(environment: NodeJS.ProcessEnv): Promise<Tally> {
  const report = reportFile('vitest');
  const code = await run({
    program: process.execPath,
    options: [script('vitest', 'vitest.mjs'), 'run'],
    environment: { ...environment, VITEST_JSON: report },
  });
  return verdict('vitest', code, tallyVitest(readReport(report)));
}

/** The browsers give way to the portal: those of people run on machines of their own. */
export async function countPlaywright(paths: string[], environment: NodeJS.ProcessEnv): Promise<Tally> {
  const report = reportFile('playwright');
  const code = await run({
    program: process.execPath,
    options: [script('@playwright/test', 'cli.js'), 'test', ...paths],
    environment: { ...environment, PLAYWRIGHT_JSON: report },
    niceness: constants.priority.PRIORITY_BELOW_NORMAL,
  });
  return verdict('playwright', code, tallyPlaywright(readReport(report)));
}

/** A test file that fails to load has no tests in the report: it counts as one that failed. */
export function tallyVitest(report: unknown): Tally | undefined {
  const { data } = vitestReport.safeParse(report);
  if (!data) return undefined;
  const unloaded = data.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: data.numPassedTests, failed: data.numFailedTests + unloaded.length };
}

/** A test that passed only on a second try is a broken test. */
export function tallyPlaywright(report: unknown): Tally | undefined {
  const { data } = playwrightReport.safeParse(report);
  if (!data) return undefined;
  return { passed: data.stats.expected, failed: data.stats.unexpected + data.stats.flaky + data.errors.length };
}

/** A runner that crashed, counted nothing or left no report has failed, whatever the rest says. */
export function judge(code: number, tally: Tally | undefined): Tally & { complaint?: string } {
  if (!tally) return { passed: 0, failed: 1, complaint: `ended with code ${code} and left no report` };
  if (tally.passed + tally.failed === 0) return { passed: 0, failed: 1, complaint: 'ran no tests' };
  if (code === 0 || tally.failed > 0) return tally;
  return { ...tally, failed: 1, complaint: `ended with code ${code} although no test failed` };
}

function verdict(name: string, code: number, counted: Tally | undefined): Tally {
  const { passed, failed, complaint } = judge(code, counted);
  if (complaint) say(`✗ ${name} ${complaint}.`);
  return { passed, failed };
}

export function run({ program, options, environment, niceness }: Command): Promise<number> {
  const child = spawn(program, options, { env: environment, stdio: ['ignore', 'inherit', 'inherit'] });
  if (niceness !== undefined && child.pid !== undefined) setPriority(child.pid, niceness);
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return new Promise((resolve) => {
    const end = (code: number) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(code);
    };
    child.once('error', (error) => {
      say(error.message);
      end(1);
    });
    child.once('exit', (code) => end(code ?? 1));
  });
}

function script(name: string, file: string): string {
  return join(process.cwd(), 'node_modules', name, file);
}

/** The report of an earlier run must not stand in for one that was never written. */
function reportFile(name: string): string {
  const file = join(process.cwd(), 'build', `report-${name}.json`);
  rmSync(file, { force: true });
  return file;
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

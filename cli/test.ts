import { inheritedEnvironment } from '@/platform/env';
import { PostgresError, startThrowawayPostgres } from '@/platform/postgres';
import { Refusal, say } from './terminal';
import { provideBrowser } from './test-browser';
import { type Portal, startPortal } from './test-portal';
import { countPlaywright, countVitest, runStep, type Tally } from './test-runners';
import { provideClamd } from './test-scanner';

const CHECKS = ['check:types', 'check:lint', 'check:boundaries'];
const NOTHING: Tally = { passed: 0, failed: 0 };

/** Everything: checks, unit and integration tests, journeys through a started portal. Ends with one line of sums. */
export async function test(): Promise<number> {
  return conclude([await checks(), await counted(units), await counted(journeys)]);
}

/** The checks alone. */
export async function check(): Promise<number> {
  return conclude([await checks()]);
}

async function checks(): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const name of CHECKS) {
    tallies.push(await runStep(name, () => ({ program: 'npm', options: ['run', '--silent', name] })));
  }
  return sum(tallies);
}

async function units(): Promise<Tally> {
  await provideClamd();
  const postgres = await startThrowawayPostgres();
  try {
    return await countVitest({ ...inheritedEnvironment(), NODE_ENV: 'test', TEST_DATABASE_URL: postgres.url });
  } finally {
    await postgres.stop();
  }
}

async function journeys(): Promise<Tally> {
  let portal: Portal | undefined;
  try {
    const browser = await provideBrowser();
    portal = await startPortal();
    return await countPlaywright([], { ...inheritedEnvironment(), ...browser, ...portal.environment });
  } finally {
    await portal?.stop();
  }
}

/** What could not begin has failed; the other runners still have their turn. */
async function counted(work: () => Promise<Tally>): Promise<Tally> {
  try {
    return await work();
  } catch (error) {
    const isSentence = error instanceof Refusal || error instanceof PostgresError;
    say(isSentence ? error.message : String(error instanceof Error ? error.stack : error));
    return { passed: 0, failed: 1 };
  }
}

function conclude(tallies: Tally[]): number {
  const { passed, failed } = sum(tallies);
  say('', `${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function sum(tallies: Tally[]): Tally {
  return tallies.reduce(
    (one, other) => ({ passed: one.passed + other.passed, failed: one.failed + other.failed }),
    NOTHING,
  );
}

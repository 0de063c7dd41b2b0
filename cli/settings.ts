import { parseAddress, parseMailbox } from '@/domain/messages/rules';
import { type Env, EnvironmentError, readEnv } from '@/platform/env';

const SENDER = 'an address that mail can come from, such as portal@example.org or Portal <portal@example.org>';
const ADDRESSES = {
  MAIL_FROM: { parse: parseMailbox, must: SENDER },
  MAIL_FROM_QUIET: { parse: parseMailbox, must: SENDER },
  PORTAL_ADMIN: { parse: parseAddress, must: 'one mail address, such as editor@example.org' },
} as const;

/**
 * The settings of a start. Refuses besides what `readEnv` does a sender that no mail could leave from, which the outbox would
 * find out only when somebody's mail is due, and a first administrator whom none could reach. Throws EnvironmentError
 * that lists all problems at once.
 */
export function readStartSettings(source: Readonly<Record<string, string | undefined>>): Env {
  const unusable = Object.entries(ADDRESSES).filter(([name, { parse }]) => source[name] && !parse(source[name]));
  const problems = unusable.map(([name, { must }]) => `${name} must be ${must}.`);
  // An empty value counts as unset: what is refused here is not refused twice.
  const rest = { ...source, ...Object.fromEntries(unusable.map(([name]) => [name, ''])) };
  const settings = orProblems(() => readEnv(rest), problems);
  if (settings && problems.length === 0) return settings;
  throw new EnvironmentError(problems);
}

function orProblems<Result>(read: () => Result, problems: string[]): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

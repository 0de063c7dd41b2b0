import { parseArgs } from 'node:util';
import { DEMO_MEMBERS } from '@/db/demo/desk';
import { countApplications } from '@/db/demo/marker';
import { migrate } from '@/db/migrate';
import { signInLinkFor } from '@/domain/accounts/commands';
import { stageCounts } from '@/domain/applications/queries';
import { closeServices, services, systemContext } from '@/domain/context';
import { env, inheritedEnvironment, readEnv } from '@/platform/env';
import { fillPortal, type Told } from './demo/fill';
import { runInside } from './inside';
import { seed } from './seed';
import { refuseOtherStores } from './stores';
import { isInteractive, Refusal, say, seconds } from './terminal';

/** One of each origin; and no more than there are names. */
const FEWEST = 6;
const MOST = 500;
const OPTIONS = {
  count: { type: 'string', default: '150' },
  seed: { type: 'string', default: 'caucasus' },
  force: { type: 'boolean', default: false },
} as const;

/** Fills an empty portal with invented applications, beside a running one or on the embedded database. */
export async function demo(words: string[]): Promise<number> {
  const given = inheritedEnvironment();
  const { SMTP_URL, DATABASE_URL, NODE_ENV } = readEnv(given);
  const { force } = optionsOf(words);
  if (SMTP_URL)
    throw new Refusal(
      'The demo writes mails to invented people and runs only where no mail server is set. Unset SMTP_URL, or give the demo a portal of its own: DATA_DIR=./data-demo npm run demo',
    );
  if (DATABASE_URL && NODE_ENV === 'production' && !force)
    throw new Refusal(
      'DATABASE_URL names a database outside the portal. If it may be filled with invented applications, say so: npm run demo -- --force',
    );
  if ((given.STORAGE_URL || given.KEYS_URL) && !force)
    throw new Refusal(
      'STORAGE_URL or KEYS_URL name stores outside the portal, perhaps of another one. Unset them, or, if invented documents may lie there, say so: npm run demo -- --force',
    );
  return runInside(['demo:fill', ...words], () => fill(words));
}

/** The same, in a process whose environment is complete. */
export async function fill(words: string[]): Promise<number> {
  const { count, seed: given } = optionsOf(words);
  try {
    await migrate(env().DATABASE_URL);
    await seed(systemContext('seed'), { administrator: env().PORTAL_ADMIN });
    await refuseOtherStores(systemContext('demo'));
    const { invented, real } = await countApplications(services().db);
    if (real > 0)
      throw new Refusal(
        'This portal already holds applications that people have sent. The demo fills an empty one: DATA_DIR=./data-demo npm run demo',
      );
    if (invented > 0) say(`The demo is in place already (${invented} invented applications); nothing was added.`);
    else await tell(count, given);
    await tellDoors();
  } finally {
    await closeServices();
  }
  return 0;
}

function optionsOf(words: string[]): { count: number; seed: string; force: boolean } {
  try {
    const { values } = parseArgs({ args: words, options: OPTIONS, strict: true });
    const count = Number(values.count);
    if (Number.isInteger(count) && count >= FEWEST && count <= MOST) return { ...values, count };
  } catch (cause) {
    throw new Refusal(usage(), { cause });
  }
  throw new Refusal(usage());
}

function usage(): string {
  return `npm run demo -- [--count ${FEWEST} to ${MOST}] [--seed word] [--force]`;
}

async function tell(count: number, given: string): Promise<void> {
  const started = performance.now();
  say('Inventing people, their papers and what became of them …');
  const told = await fillPortal(services(), { count, seed: given, now: new Date() }, showProgress);
  if (isInteractive()) process.stdout.write('\r\u001b[K');
  for (const line of await summaryOf(told)) say(line);
  say('', `Done in ${seconds(started)}. All of it is invented; no mail of it will ever leave.`);
}

function showProgress(done: number, of: number): void {
  if (isInteractive() && done % 20 === 0) process.stdout.write(`\r  ${Math.round((100 * done) / of)} %`);
}

async function summaryOf({ people, scenes }: Told): Promise<string[]> {
  const { all, ...stages } = await stageCounts(systemContext('demo'));
  const times = (kind: (typeof scenes)[number]['kind']) => scenes.filter((scene) => scene.kind === kind).length;
  const languages = Map.groupBy(people, (person) => person.locale);
  const files = people.flatMap((person) => person.files);
  const list = (entries: Iterable<[string, number]>) =>
    Array.from(entries, ([name, count]) => `${name} ${count}`).join(', ');
  return [
    `  Applications  ${all}: ${list(Object.entries(stages).filter(([, count]) => count > 0))}`,
    `  Languages     ${list([...languages].map(([locale, those]) => [locale, those.length]))}`,
    `  Documents     ${files.length}: ${list([...Map.groupBy(files, (file) => file.format)].map(([format, those]) => [format, those.length]))}`,
    `  Desk          ${times('scores')} reviews, ${times('decides')} decisions, ${times('releases')} released, ${times('replies')} letters from applicants`,
  ];
}

async function tellDoors(): Promise<void> {
  say('', 'Sign in as one of these invented members (each link works once, for a day):');
  for (const { name, address, grants } of DEMO_MEMBERS) {
    const roles = grants.map((grant) =>
      'region' in grant ? `${grant.role} for ${grant.region}` : `${grant.role} for all regions`,
    );
    say(`  ${name}, ${roles.join(', ')}`, `    ${await signInLinkFor(systemContext('demo'), address)}`);
  }
  say('', 'More links: npm run portal -- link <address>. The portal must be running (npm start) to follow them.');
}

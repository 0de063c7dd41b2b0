import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inheritedEnvironment } from '@/platform/env';
import { examineAll } from './corpora/examining';
import { fileCasesIn, tryFile } from './corpora/files';
import { writeReport } from './corpora/report';
import { naughtyStrings, tryFreeFields, tryShapedFields } from './corpora/strings';
import { severalAtOnce, tellVerdicts, type Verdict } from './corpora/verdict';
import { Visitor } from './corpora/visitor';
import { type WebMemory, watchWebMemory } from './corpora/web-memory';
import { Refusal, say, seconds } from './terminal';
import { type Portal, startPortal } from './test-portal';

/** Enough that the two processes that check files never wait for a visitor. */
const AT_ONCE = 8;

/** Sends the documents and strings of a folder through form, store, desk and download of a portal of its own. */
export async function corpora([given, only]: string[]): Promise<number> {
  const folder = folderOf(given);
  const { examined, verdicts: checked } = await examineAll(folder);
  const tried = only === 'checks' ? null : await tryAll(folder);
  writeReport(examined, tried?.web ?? null);
  const verdicts = [...checked, ...(tried?.verdicts ?? [])];
  tellVerdicts(verdicts);
  const failed = verdicts.filter(({ fault }) => fault !== null).length;
  say('', `${verdicts.length - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function folderOf(given: string | undefined): string {
  if (!given) throw new Refusal('Which folder? npm run test:corpora -- ../shared/corpora');
  const folder = resolve(given);
  if (!existsSync(folder)) throw new Refusal(`There is no folder ${folder}.`);
  return folder;
}

async function tryAll(folder: string): Promise<{ verdicts: Verdict[]; web: WebMemory | null }> {
  const files = fileCasesIn(folder);
  const strings = naughtyStrings(folder);
  const portal = await startPortal();
  try {
    const url = portal.environment.E2E_URL ?? '';
    const applicant = new Visitor(url);
    const editor = new Visitor(url);
    await editor.signIn(await linkFor(portal));
    const memory = watchWebMemory(portal.environment.E2E_DATA_DIR ?? '');
    const fileVerdicts = await inTurn('files', files, (one, index) => tryFile(applicant, editor, one, index));
    const web = memory.stop();
    const verdicts = [
      ...fileVerdicts,
      ...(await inTurn('strings in free fields', strings, (_, index) =>
        tryFreeFields(applicant, editor, strings, index),
      )),
      ...(await inTurn('strings in shaped fields', strings, (_, index) => tryShapedFields(applicant, strings, index))),
    ];
    return { verdicts, web };
  } finally {
    await portal.stop();
  }
}

async function inTurn<Item>(
  what: string,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Verdict>,
): Promise<Verdict[]> {
  const started = performance.now();
  const verdicts = await severalAtOnce(items, AT_ONCE, work);
  const faults = verdicts.filter(({ fault }) => fault !== null).length;
  say(`${faults === 0 ? '✓' : '✗'} ${items.length} ${what} (${seconds(started)})`);
  return verdicts;
}

/** The command line lets a member in where no browser has asked (npm run portal -- link). */
function linkFor({ environment }: Portal): Promise<string> {
  const { E2E_URL = '', E2E_DATA_DIR = '', E2E_ADMIN = '' } = environment;
  const child = spawn(process.execPath, [join(process.cwd(), 'build', 'cli.js'), 'link', E2E_ADMIN], {
    env: { ...inheritedEnvironment(), DATA_DIR: E2E_DATA_DIR, PORTAL_URL: E2E_URL },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const link = /https?:\/\/\S+/.exec(output)?.[0];
      if (link) settle(link);
      else reject(new Refusal(`✗ No sign-in link was printed:\n${output.trim()}`));
    });
  });
}

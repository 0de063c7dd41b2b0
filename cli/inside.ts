import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Env, inheritedEnvironment, readEnv } from '@/platform/env';
import { startPostgres } from '@/platform/postgres';
import { holdDataDir, isHeld, prepareDataDir, providePortalKey, readRunning, refuseLostDatabase } from './data-dir';
import { environmentFor } from './surroundings';
import { Refusal } from './terminal';

/**
 * Runs a command that needs the database: beside a running portal on its database, else on the embedded one,
 * which is started for as long as the command takes. The command then runs in a process of its own whose
 * environment is complete.
 */
export async function runInside(words: string[], work: () => Promise<number>): Promise<number> {
  const inherited = inheritedEnvironment();
  const settings = readEnv(inherited);
  if (settings.DATABASE_URL && settings.PORTAL_KEY) return work();
  prepareDataDir(settings.DATA_DIR);
  const isBeside = isHeld(settings.DATA_DIR, 'all');
  if (isBeside && !settings.PORTAL_KEY && !existsSync(join(settings.DATA_DIR, 'portal.key')))
    throw new Refusal(
      'The running portal has its PORTAL_KEY from its own settings: give this command the same ones, then try again.',
    );
  const run = (databaseUrl: string) =>
    forkSelf(
      words,
      environmentFor({
        settings,
        databaseUrl,
        portalKey: settings.PORTAL_KEY ?? providePortalKey(settings.DATA_DIR),
        inherited,
      }),
    );
  return isBeside ? run(runningDatabase(settings)) : onOwnDatabase(settings, run);
}

function runningDatabase({ DATA_DIR }: Env): string {
  const url = readRunning(DATA_DIR)?.databaseUrl;
  if (url) return url;
  throw new Refusal('The portal is just starting: try again once it is ready.');
}

async function onOwnDatabase(settings: Env, run: (databaseUrl: string) => Promise<number>): Promise<number> {
  const { DATA_DIR, PORTAL_KEY } = settings;
  const lock = holdDataDir(DATA_DIR, 'all');
  try {
    await refuseLostDatabase(settings);
    // The key comes first: a database whose key was never made would be taken for one whose key is lost.
    if (!PORTAL_KEY) providePortalKey(DATA_DIR);
    const database = await startPostgres({ dataDir: DATA_DIR });
    try {
      return await run(database.url);
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}

function forkSelf(words: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const root = process.cwd();
  const child = fork(join(root, 'build', 'cli.js'), words, {
    cwd: root,
    env: environment,
  });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? 1)));
}

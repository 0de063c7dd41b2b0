import { fork } from 'node:child_process';
import { join } from 'node:path';
import { type Env, inheritedEnvironment } from '@/platform/env';
import type { Postgres } from '@/platform/postgres';
import { Child } from './child';
import {
  endLeftovers,
  forgetRunning,
  holdDataDir,
  prepareDataDir,
  providePortalKey,
  refuseLostDatabase,
  writeRunning,
} from './data-dir';
import { KeptDatabase } from './kept-database';
import { buildPages } from './next-build';
import { refuseBusyPort } from './port';
import type { Prepared } from './prepare';
import { readStartSettings } from './settings';
import { listenForStop, stopWhenOrphaned } from './signals';
import { environmentFor } from './surroundings';
import { Refusal, say, seconds } from './terminal';

const WEB_STOPS_WITHIN_MS = 12_000;
/** A mail in hand: five minutes is what RFC 5321 grants a server, but nobody waits that long for a Ctrl-C. */
const WORKER_STOPS_WITHIN_MS = 30_000;

type Mode = {
  isDev: boolean;
  whileRunning?(root: string, children: readonly Child[]): Promise<{ stop(): Promise<void> }>;
};

/** Everything under one supervisor, until it is told to stop. */
export async function start({ isDev, whileRunning }: Mode): Promise<number> {
  const inherited = { ...inheritedEnvironment(), ...(isDev ? { PORTAL_DEV: 'true' } : {}) };
  const supervisor = new Supervisor(readStartSettings(inherited), inherited);
  const hear = listenForStop({ stop: () => supervisor.stop(), hurry: () => supervisor.hurry() });
  stopWhenOrphaned('npm_lifecycle_event' in inherited, hear);
  try {
    await supervisor.run(whileRunning);
  } catch (error) {
    if (!supervisor.isStopping) throw error;
  } finally {
    await supervisor.cleanUp();
  }
  return 0;
}

class Supervisor {
  private readonly root = process.cwd();
  private readonly stopping = new AbortController();
  /** What must be undone at the end, in the order it was done. */
  private readonly cleanUps: (() => void | Promise<void>)[] = [];
  private readonly children: Child[] = [];
  private databaseUrl = '';
  private isRecorded = false;
  private readonly startedAt = performance.now();

  constructor(
    private readonly settings: Env,
    private readonly inherited: NodeJS.ProcessEnv,
  ) {}

  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  stop(): void {
    say('Stopping …');
    this.stopping.abort();
  }

  hurry(): void {
    say('Stopping at once.');
    for (const child of this.children) child.hurry();
  }

  async run(whileRunning: Mode['whileRunning']): Promise<void> {
    await this.takeDataDir();
    await this.onlyWhileWanted(() => this.refuseBusyPort());
    if (!this.settings.PORTAL_DEV) await this.onlyWhileWanted(() => this.buildPages());
    const environment = await this.onlyWhileWanted(() => this.provideEnvironment());
    const link = await this.onlyWhileWanted(() => this.prepareAndBegin(environment));
    this.tell(link);
    const extra = await whileRunning?.(this.root, this.children);
    await this.untilStopped();
    await extra?.stop();
  }

  async cleanUp(): Promise<void> {
    const wasAsked = this.isStopping;
    // What ends from here on is meant to, and is not started again.
    this.stopping.abort();
    for (const undo of this.cleanUps.reverse()) {
      try {
        await undo();
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
    if (wasAsked) say('Stopped.');
  }

  private async onlyWhileWanted<Result>(step: () => Promise<Result>): Promise<Result> {
    this.stopping.signal.throwIfAborted();
    return step();
  }

  private async takeDataDir(): Promise<void> {
    const { DATA_DIR, PORTAL_ROLE } = this.settings;
    prepareDataDir(DATA_DIR);
    const lock = holdDataDir(DATA_DIR, PORTAL_ROLE);
    this.cleanUps.push(() => lock.release());
    await endLeftovers(DATA_DIR, PORTAL_ROLE);
    this.isRecorded = true;
    this.record();
    this.cleanUps.push(() => {
      this.isRecorded = false;
      forgetRunning(DATA_DIR, PORTAL_ROLE);
    });
  }

  private async refuseBusyPort(): Promise<void> {
    if (this.settings.PORTAL_ROLE !== 'worker') await refuseBusyPort(this.settings.HOST, this.settings.PORT);
  }

  private async buildPages(): Promise<void> {
    if (this.settings.PORTAL_ROLE !== 'worker') await buildPages(this.root, this.inherited, this.stopping.signal);
  }

  private async provideEnvironment(): Promise<NodeJS.ProcessEnv> {
    const { settings, inherited } = this;
    if (!settings.DATABASE_URL) await refuseLostDatabase(settings);
    const portalKey = settings.PORTAL_KEY ?? providePortalKey(settings.DATA_DIR);
    const database = settings.DATABASE_URL ? null : await this.startDatabase();
    this.databaseUrl = settings.DATABASE_URL ?? database?.url ?? '';
    const databaseUrl = database?.socketUrl ?? this.databaseUrl;
    return environmentFor({ settings, databaseUrl, portalKey, inherited });
  }

  private startDatabase(): Promise<Postgres> {
    const database = new KeptDatabase(this.settings.DATA_DIR, this.stopping.signal);
    this.cleanUps.push(() => database.stop());
    return database.start();
  }

  private prepare(environment: NodeJS.ProcessEnv): Promise<string | null> {
    const child = fork(join(this.root, 'build', 'cli.js'), ['prepare'], {
      cwd: this.root,
      env: environment,
    });
    return new Promise((resolve, reject) => {
      let link: string | null = null;
      child.once('message', (message: Prepared) => {
        link = message.link;
      });
      child.once('error', reject);
      child.once('exit', (code) => {
        if (code === 0) resolve(link);
        else reject(new Refusal('The database could not be brought up to date; what is written above says why.'));
      });
    });
  }

  /** The web process loads while the database is brought up to date, and serves once it is. */
  private async prepareAndBegin(environment: NodeJS.ProcessEnv): Promise<string | null> {
    const isPrepared = Promise.withResolvers<void>();
    const hasBegun = this.beginChildren(environment, isPrepared.promise);
    // Awaited below; a failure before that must not count as unheard.
    hasBegun.catch(() => undefined);
    const link = await this.prepare(environment);
    isPrepared.resolve();
    await Promise.race([hasBegun, this.untilStopped()]);
    return link;
  }

  private async beginChildren(environment: NodeJS.ProcessEnv, mayServe: Promise<void>): Promise<void> {
    const { PORTAL_ROLE } = this.settings;
    const common = { root: this.root, environment, mayServe, onChange: () => this.record() };
    const worker =
      PORTAL_ROLE === 'web' ? [] : [new Child({ ...common, name: 'worker', stopWithinMs: WORKER_STOPS_WITHIN_MS })];
    const onRush = () => {
      for (const child of worker) child.tell({ type: 'rush' });
    };
    const web =
      PORTAL_ROLE === 'worker'
        ? []
        : [new Child({ ...common, name: 'web', stopWithinMs: WEB_STOPS_WITHIN_MS, onRush })];
    this.children.push(...web, ...worker);
    this.cleanUps.push(async () => {
      await Promise.all(this.children.map((child) => child.stop()));
    });
    const webBegins = web.map((child) => child.begin());
    await mayServe;
    await Promise.all([...webBegins, ...worker.map((child) => child.begin())]);
  }

  private untilStopped(): Promise<void> {
    const { signal } = this.stopping;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  private record(): void {
    if (!this.isRecorded) return;
    const { DATA_DIR, PORTAL_ROLE, PORTAL_URL } = this.settings;
    try {
      writeRunning(DATA_DIR, PORTAL_ROLE, {
        pid: process.pid,
        address: PORTAL_ROLE === 'worker' ? 'the worker, without pages' : PORTAL_URL,
        databaseUrl: this.databaseUrl || undefined,
        children: this.children.map((child) => child.identity).filter((identity) => identity !== undefined),
      });
    } catch (error) {
      // Only a later start and the commands read it: what runs goes on without, on a full disk above all.
      say(`What runs could not be noted in ${DATA_DIR}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private tell(link: string | null): void {
    if (this.isStopping) return;
    const { PORTAL_URL, PORTAL_ROLE, SMTP_URL, DATA_DIR, MAIL_FROM_QUIET } = this.settings;
    if (PORTAL_ROLE === 'worker') {
      say('The worker runs. Ctrl-C stops it.');
      return;
    }
    say('', `The portal is ready after ${seconds(this.startedAt)}. Ctrl-C stops it.`, '');
    say(`  Notice   ${PORTAL_URL}/en/calls/regional-specialists`);
    say(`  Desk     ${PORTAL_URL}/desk`);
    if (!SMTP_URL)
      say(
        `  Mails    become files in ${join(DATA_DIR, 'mail')}, shown at ${PORTAL_URL}/desk/outbox (set SMTP_URL to send them)`,
      );
    else if (!MAIL_FROM_QUIET)
      say(
        '  Quiet    mails in quiet mode name the newsroom as their sender (set MAIL_FROM_QUIET to an address that does not)',
      );
    if (link) say('', 'The first administrator signs in once with this link:', `  ${link}`);
    say('');
  }
}

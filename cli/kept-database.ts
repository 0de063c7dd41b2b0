import { setTimeout as pause } from 'node:timers/promises';
import { type Postgres, startPostgres } from '@/platform/postgres';
import { Pauses } from './pauses';
import { say } from './terminal';

/**
 * The embedded database, kept running: started again when it ends by itself, ever more slowly while that fails. A full
 * disk gets its room back and a busy port is given up, and until then the web process keeps what people type.
 */
export class KeptDatabase {
  private server: Postgres | undefined;
  /** Resolves when a server that ended by itself has been started again, or is no longer wanted. */
  private isBack: Promise<void> = Promise.resolve();
  private readonly pauses = new Pauses();

  constructor(
    private readonly dataDir: string,
    private readonly stopping: AbortSignal,
  ) {}

  /** Throws PostgresError where the first start fails: nothing runs yet, and somebody reads why. */
  start(): Promise<Postgres> {
    return this.begin();
  }

  /** After `stopping` has been aborted: resolves when no server is left. */
  async stop(): Promise<void> {
    await this.isBack;
    await this.server?.stop();
  }

  private async begin(port?: number): Promise<Postgres> {
    this.pauses.started();
    const server = await startPostgres({ dataDir: this.dataDir, ...(port === undefined ? {} : { port }) });
    this.server = server;
    void this.keep(server);
    return server;
  }

  private async keep(server: Postgres): Promise<void> {
    await server.ended;
    this.server = undefined;
    if (this.stopping.aborted) return;
    // The processes keep their connection pools, so it comes back at the same port.
    this.isBack = this.startAgain(Number(new URL(server.url).port));
  }

  private async startAgain(port: number): Promise<void> {
    let complaint = 'The database ended unexpectedly';
    while (await this.isWantedAfter(complaint)) {
      try {
        await this.begin(port);
        return;
      } catch (error) {
        complaint = error instanceof Error ? error.message : String(error);
      }
    }
  }

  private async isWantedAfter(complaint: string): Promise<boolean> {
    const delay = this.pauses.afterFailure();
    say(`${complaint.replace(/\.$/, '')}; it is started again in ${delay / 1000} s.`);
    await pause(delay, undefined, { signal: this.stopping }).catch(() => undefined);
    return !this.stopping.aborted;
  }
}

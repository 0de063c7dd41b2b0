import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Cluster, clusterOwner, DATABASE, provideCluster, ROLE, removeCluster } from './cluster';
import { PostgresError } from './error';
import { stopLeftover, stopServer } from './leftovers';
import { type Owner, serverOwner } from './owner';
import { provideRuntime } from './runtime';
import { freePort, type Server, type Start, socketFolder, startServer } from './server';

export { PostgresError, removeCluster };

/** A running embedded PostgreSQL. `url` opens the database `portal` as its owner, over loopback. */
export type Postgres = {
  url: string;
  /** The same by a socket in the server's folder: each statement costs half the processor. `url` where none can be. */
  socketUrl: string;
  pid: number;
  folder: string;
  /** Resolves when the server has ended, wanted or not. */
  ended: Promise<void>;
  /** Stops the server cleanly; resolves when it has gone. Safe to call twice. */
  stop(): Promise<void>;
};

type Options = {
  dataDir: string;
  /** The port to use, so that a server started again answers where the last one did. */
  port?: number;
  /** For tests: no fsync, and the role may create databases. */
  isThrowaway?: boolean;
};

const ATTEMPTS = 3;

/**
 * Starts the PostgreSQL of this DATA_DIR, making the cluster on first use and stopping what an earlier,
 * killed start left running. The caller holds the lock on DATA_DIR. Throws PostgresError with a sentence.
 */
export async function startPostgres({ dataDir, port, isThrowaway = false }: Options): Promise<Postgres> {
  const home = resolve(dataDir);
  await mkdir(home, { recursive: true, mode: 0o711 });
  const owner = await ownerFor(home);
  const runtime = await provideRuntime(owner);
  const cluster = await provideCluster({ dataDir: home, runtime, owner, isThrowaway });
  await stopLeftover(cluster.folder);
  const start = { runtime, owner, folder: cluster.folder, logFile: join(home, 'postgres.log'), isThrowaway };
  const [server, chosenPort] = await startOnFreePort(start, port);
  return handleOf(server, cluster, chosenPort);
}

/** Root lends the server a user: the one who made the cluster, perhaps before root came, else the system user. */
async function ownerFor(dataDir: string): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await clusterOwner(dataDir)) ?? (await serverOwner());
}

/** A server for tests, in a temporary folder that disappears with it. */
export async function startThrowawayPostgres(): Promise<Postgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'redaktion-test-'));
  // Passable for the server's own user, so that nothing is left elsewhere.
  await chmod(dataDir, 0o711);
  const server = await startPostgres({ dataDir, isThrowaway: true });
  const stop = async () => {
    await server.stop();
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...server, stop };
}

/** Another program may take the free port before the server does. */
async function startOnFreePort(start: Omit<Start, 'port'>, wanted: number | undefined): Promise<[Server, number]> {
  for (let attempt = 1; ; attempt++) {
    const port = attempt === 1 && wanted ? wanted : await freePort();
    try {
      return [await startServer({ ...start, port }), port];
    } catch (error) {
      const isTaken = error instanceof PostgresError && error.message.includes('could not create any TCP/IP sockets');
      if (wanted || !isTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

function handleOf(server: Server, { folder, password }: Cluster, port: number): Postgres {
  let stopping: Promise<void> | undefined;
  const url = `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`;
  const sockets = socketFolder(folder);
  return {
    url,
    socketUrl: sockets ? `${url}?host=${encodeURIComponent(sockets)}` : url,
    pid: server.pid,
    folder,
    ended: server.ended,
    stop: () => {
      stopping ??= stopServer(server.pid).finally(server.release);
      return stopping;
    },
  };
}

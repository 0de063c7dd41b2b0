import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { isPlannedAnew } from './planned-anew';
import * as schema from './schema';

export type Database = PostgresJsDatabase<typeof schema>;
export type Connection = {
  db: Database;
  /**
   * The same database over two connections of its own: statements that are begun together travel together, a handful to a
   * packet, and wait for each other. For short reads only.
   */
  together: Database;
  sql: postgres.Sql;
  close(): Promise<void>;
};

const FOR_TOGETHER = 2;

/**
 * Opens a pool. `max` connections are made as they are needed and given back after 30 idle seconds. In `url`, `?host=/folder`
 * names a server's Unix socket, as it does for PostgreSQL's own programs.
 */
export function connect(url: string, { max = 10 }: { max?: number } = {}): Connection {
  const sql = pool(url, max);
  const few = pool(url, FOR_TOGETHER);
  return {
    db: drizzle(keepingStatements(sql), { schema }),
    together: drizzle(keepingStatements(few), { schema }),
    sql,
    close: async () => {
      await Promise.all([sql.end({ timeout: 5 }), few.end({ timeout: 5 })]);
    },
  };
}

function pool(url: string, max: number): postgres.Sql {
  return postgres(withoutSocket(url), {
    ...socketOf(url),
    max,
    idle_timeout: 30,
    connect_timeout: 10,
    // The driver's own pauses grow to twenty seconds, which people would wait once the server is back.
    backoff: (tries: number) => Math.min(2 ** tries / 20, 1),
    onnotice: () => {},
    connection: { application_name: 'redaktion' },
  });
}

/** The driver knows sockets, but not from a URL. */
function socketOf(url: string): { path?: string } {
  const { port, searchParams } = new URL(url);
  const folder = searchParams.get('host');
  return folder?.startsWith('/') ? { path: `${folder}/.s.PGSQL.${port || 5432}` } : {};
}

function withoutSocket(url: string): string {
  const address = new URL(url);
  address.searchParams.delete('host');
  return address.href;
}

/**
 * Drizzle tells the driver to forget every statement, so that each query would be parsed and planned anew and take two
 * round trips. Kept prepared, as the driver does by itself, a statement is parsed once for each connection; not so those few
 * whose plan hangs on their values.
 */
function keepingStatements<Client extends postgres.ISql>(client: Client): Client {
  return new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe')
        return (query: string, parameters?: never[], options?: postgres.UnsafeQueryOptions) =>
          target.unsafe(query, parameters, { ...options, prepare: !isPlannedAnew(query) });
      const own: unknown = Reflect.get(target, name);
      if ((name !== 'begin' && name !== 'savepoint') || typeof own !== 'function') return own;
      return (...given: unknown[]) => own(...given.map(inside));
    },
  });
}

/** The work of a transaction gets a client of its own. */
function inside(given: unknown): unknown {
  if (typeof given !== 'function') return given;
  return (client: postgres.TransactionSql) => given(keepingStatements(client));
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { migrate as run } from 'drizzle-orm/postgres-js/migrator';
import { connect } from './client';
import { installQueues } from './queue';

/** Two starts at once must not migrate at once: whoever holds this lock goes first. */
const MIGRATION_LOCK = 7_236_001;

/** Brings the database at `url` to the newest schema. Safe to call at every start. */
export async function migrate(url: string): Promise<void> {
  const connection = connect(url, { max: 1 });
  try {
    await connection.sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await run(connection.db, { migrationsFolder: migrationsFolder() });
    await installQueues(url);
  } finally {
    await connection.close();
  }
}

/** The checkout is the working directory of every process the portal starts. */
function migrationsFolder(): string {
  const folder = path.resolve('db', 'migrations');
  if (!existsSync(folder)) throw new Error('no db/migrations below the working directory');
  return folder;
}

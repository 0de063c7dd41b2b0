import { DatabaseSync } from 'node:sqlite';

export type Lock = { release(): void };

const SQLITE_BUSY = 5;
/** A database nobody refers to any more would be closed, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Holds `file` as long as this process lives; null when another process holds it. The kernel keeps the lock
 * (SQLite's locks are its file locks), so it ends with the process, a kill -9 included, and no number of a
 * dead process can be mistaken for a living one.
 */
export function holdLock(file: string): Lock | null {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw error;
  }
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.close();
    },
  };
}

import { startThrowawayPostgres } from '@/platform/postgres';

/** One server for all test files; each makes its own database on it (db/testing). */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return;
  const server = await startThrowawayPostgres();
  process.env.TEST_DATABASE_URL = server.url;
  return () => server.stop();
}

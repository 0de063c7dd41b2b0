import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/audit';
import { record } from '@/domain/audit/commands';
import { atOnce, transaction } from '@/domain/context';
import { openTestPortal, type TestPortal } from '@/domain/testing/portal';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal?.close());

it('leaves nothing of a transaction in which one statement failed, however late the others come', async () => {
  const { db, sql } = portal.services.connection;
  const entry = { verb: 'late.line', subject: { kind: 'session' as const, id: 'none' } };
  let late: Promise<void> | undefined;
  const failing = transaction(portal.system(), (tx) => {
    // Another connection's work, longer than a rollback takes.
    late = sql`select pg_sleep(0.3)`.then(() => record(tx, entry));
    return atOnce([tx.db.execute('select 1 / 0'), late]);
  });
  await expect(failing).rejects.toMatchObject({ cause: { message: 'division by zero' } });
  await late?.catch(() => undefined);
  expect(await db.$count(auditEvents, eq(auditEvents.verb, 'late.line'))).toBe(0);
});

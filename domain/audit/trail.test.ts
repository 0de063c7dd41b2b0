import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { record } from './commands';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await record(portal.system(), { verb: 'call.created', subject: { kind: 'call', id: portal.callId } });
});
afterAll(() => portal.close());

it.each([
  ['changed', sql`update audit_events set verb = 'call.nothing'`],
  ['deleted', sql`delete from audit_events`],
  ['emptied', sql`truncate audit_events`],
])('cannot be %s', async (_, statement) => {
  await expect(portal.services.connection.db.execute(statement)).rejects.toMatchObject({
    cause: { message: 'audit_events is append-only' },
  });
});

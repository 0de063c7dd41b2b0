import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Portal } from './portal';
import { withPortal } from './seed';

const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 180_000;

/** Until the portal has worked off what was sent to it: no file to read, no mail to send. What is measured next has the machine to itself. */
export async function untilAtRest(portal: Portal): Promise<void> {
  await withPortal(portal, async (ctx) => {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const [row] = await ctx.db.execute<{ left: number }>(sql`
        select (select count(*) from jobs.job where name like 'documents.%' and state in ('created', 'retry', 'active'))::int
          + (select count(*) from outbox where state in ('waiting', 'sending'))::int as left`);
      if (row?.left === 0) return;
      if (performance.now() > until) throw new Error(`the portal does not come to rest: ${row?.left} left to do`);
      await pause(LOOK_EVERY_MS);
    }
  });
}

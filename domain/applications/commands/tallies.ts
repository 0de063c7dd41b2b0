import { sql } from 'drizzle-orm';
import { applicationTallies } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';

/** Adds up the small steps that changes have left; in one statement, so that whoever counts meanwhile counts right. */
export async function compactTallies(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`
    with steps as (delete from ${applicationTallies} returning call_id, stage, regions, in_pool, to_decide, amount)
    insert into ${applicationTallies} (call_id, stage, regions, in_pool, to_decide, amount)
    select call_id, stage, regions, in_pool, to_decide, sum(amount)
    from steps group by 1, 2, 3, 4, 5 having sum(amount) <> 0`);
}

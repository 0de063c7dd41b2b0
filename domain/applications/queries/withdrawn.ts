import { and, desc, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { lettersOf } from '@/domain/messages/queries';
import { visibleTo } from '../scope';
import { keyOf } from '../sealing';
import { mustBeMember } from './queue';

export type WithdrawnEntry = {
  number: string;
  at: Date;
  regions: string[];
  /** what the applicant gave as a reason, if anything */
  reason: { text: string; locale: string } | null;
};

const NEWEST = 200;

/**
 * The newest withdrawn applications, without names: nobody reads them any more. They are erased after a while, so there are
 * never many. Errors: not_signed_in.
 */
export async function withdrawnFor(ctx: Ctx): Promise<WithdrawnEntry[]> {
  mustBeMember(ctx);
  const rows = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      at: applications.stageSince,
      regions: applications.regions,
    })
    .from(applications)
    .where(and(sql`${applications.state} = 'withdrawn'`, visibleTo(ctx.actor)))
    .orderBy(desc(applications.stageSince), desc(applications.id))
    .limit(NEWEST);
  return Promise.all(
    rows.map(async ({ id, number, at, regions }) => ({
      number: number ?? '',
      at,
      regions,
      reason: await reasonOf(ctx, id, at),
    })),
  );
}

/** The reason was written in the moment of withdrawing, and nothing else was. */
async function reasonOf(ctx: Ctx, id: string, at: Date): Promise<WithdrawnEntry['reason']> {
  const letters = await lettersOf(ctx, id, await keyOf(ctx, id));
  const letter = letters.find((one) => one.from === 'applicant' && one.at.getTime() === at.getTime());
  return letter ? { text: letter.text, locale: letter.locale } : null;
}

import { and, asc, desc, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { Ctx } from '@/domain/context';
import { type Letter, partingLetters } from '@/domain/messages/queries';
import { redactorOf, withheldFrom } from '@/domain/settings/withheld';
import type { SecretKey } from '@/platform/vault';
import { visibleTo } from '../scope';
import { answersForList, keysOf } from '../sealing';
import { mustBeMember } from './queue';
import { readCursor } from './queue-order';

export type WithdrawnEntry = {
  number: string;
  at: Date;
  regions: string[];
  /** what the applicant gave as a reason, if anything; read blind, without who it is; its text null where it is damaged */
  reason: { text: string | null; locale: string } | null;
};

export type WithdrawnPage = { entries: WithdrawnEntry[]; next: string | null; previous: string | null };

const PAGE = 50;

type Row = { id: string; number: string | null; at: Date; regions: string[]; sealedAnswers: Buffer | null };

type Asked = { after?: string; before?: string; limit?: number };

/**
 * A page of withdrawn applications, the newest first and without names: nobody reads them any more. `next` and `previous`
 * are opaque. A page of which nothing is left is the first one. Errors: not_signed_in.
 */
export async function withdrawnFor(ctx: Ctx, asked: Asked = {}): Promise<WithdrawnPage> {
  mustBeMember(ctx);
  const { after, before, limit = PAGE } = asked;
  const backwards = before !== undefined;
  const edge = readCursor(before ?? after);
  const way = backwards ? asc : desc;
  const rows: Row[] = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      at: applications.stageSince,
      regions: applications.regions,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(and(sql`${applications.state} = 'withdrawn'`, visibleTo(ctx.actor), edge && beyond(edge, backwards)))
    .orderBy(way(applications.stageSince), way(applications.id))
    .limit(limit + 1);
  if (edge && rows.length === 0) return withdrawnFor(ctx, { limit });
  const more = rows.length > limit;
  const page = rows.slice(0, limit);
  if (backwards) page.reverse();
  return {
    entries: await entriesOf(ctx, page),
    next: backwards || more ? cursorOf(page.at(-1)) : null,
    previous: (backwards ? more : edge) ? cursorOf(page[0]) : null,
  };
}

function beyond({ at, id }: { at: string; id: string }, rising: boolean): SQL {
  const compare = rising ? sql`>` : sql`<`;
  return sql`(${applications.stageSince}, ${applications.id}) ${compare} (${at}::timestamptz, ${id}::uuid)`;
}

function cursorOf(row: Row | undefined): string | null {
  return row ? Buffer.from(` ${row.at.toISOString()} ${row.id}`).toString('base64url') : null;
}

async function entriesOf(ctx: Ctx, rows: readonly Row[]): Promise<WithdrawnEntry[]> {
  const ids = rows.map((row) => row.id);
  const keys = await keysOf(ctx, ids);
  const [letters, withheld] = await Promise.all([partingLetters(ctx, keys), withheldFrom(ctx, ids)]);
  return rows.flatMap((row) => {
    const key = keys.get(row.id);
    if (!key) return [];
    const reason = reasonIn(letters.get(row.id), withheld.has(row.id) ? { row, key } : null);
    return [{ number: row.number ?? '', at: row.at, regions: row.regions, reason }];
  });
}

function reasonIn(letter: Letter | undefined, hidden: { row: Row; key: SecretKey } | null): WithdrawnEntry['reason'] {
  if (!letter) return null;
  const { text, locale } = letter;
  if (!hidden || text === null) return { text, locale };
  const answers = answersForList(hidden.key, hidden.row.id, hidden.row.sealedAnswers);
  return { text: answers && redactorOf(answers).text(text), locale };
}

import { and, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { standsAlone, visibleTo } from '@/domain/applications/scope';
import type { Ctx } from '@/domain/context';

/** The weeks that are shown: since when, and in whose days. */
export type Span = { since: SQL; timeZone: string };

export function sent(ctx: Ctx): SQL | undefined {
  return and(sql`${applications.state} = 'submitted'`, standsAlone(), visibleTo(ctx.actor));
}

/** A day of the calendar as the database writes it. */
export function day(text: string): Date {
  return new Date(`${text}T12:00:00Z`);
}

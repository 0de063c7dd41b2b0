import { asc, desc, type SQL, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import type { Order } from '../rules';

/** A place in a list: what the list is sorted by, then time, then id, so that no two are the same. */
export type Edge = { by: number | null; at: string; id: string };

const SORTED_BY = {
  longest: { by: null, rising: true },
  newest: { by: null, rising: false },
  least: { by: applications.reviewCount, rising: true },
  score: { by: applications.scoreMean, rising: false },
  spread: { by: applications.scoreSpread, rising: false },
} as const;

/** Does the list begin with its smallest values? */
export function isRising(order: Order): boolean {
  return SORTED_BY[order].rising;
}

export function sortedBy(order: Order, rising: boolean): SQL[] {
  const { by } = SORTED_BY[order];
  const way = rising ? asc : desc;
  return [...(by ? [way(by)] : []), way(applications.submittedAt), way(applications.id)];
}

/** All that comes after `edge` where the list rises, before it where it falls. */
export function beyond(order: Order, { by, at, id }: Edge, rising: boolean): SQL {
  const column = SORTED_BY[order].by;
  const compare = rising ? sql`>` : sql`<`;
  if (!column) {
    return sql`(${applications.submittedAt}, ${applications.id}) ${compare} (${at}::timestamptz, ${id}::uuid)`;
  }
  return sql`(${column}, ${applications.submittedAt}, ${applications.id}) ${compare} (${by ?? 0}::integer, ${at}::timestamptz, ${id}::uuid)`;
}

export type Sorted = {
  id: string;
  submittedAt: Date | null;
  reviewCount: number;
  scoreMean: number | null;
  scoreSpread: number | null;
};

export const sortColumns = {
  id: applications.id,
  submittedAt: applications.submittedAt,
  reviewCount: applications.reviewCount,
  scoreMean: applications.scoreMean,
  scoreSpread: applications.scoreSpread,
};

export function edgeOf(order: Order, row: Sorted): Edge {
  const by = { longest: null, newest: null, least: row.reviewCount, score: row.scoreMean, spread: row.scoreSpread };
  return { by: by[order], at: row.submittedAt?.toISOString() ?? '', id: row.id };
}

/** A row's place as a word for an address. */
export function cursorOf(order: Order, row: Sorted | undefined): string | null {
  if (!row?.submittedAt) return null;
  const { by, at, id } = edgeOf(order, row);
  return Buffer.from(`${by ?? ''} ${at} ${id}`).toString('base64url');
}

const CURSOR = /^(\d{0,6}) ([1-9]\d{3}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A cursor that is none starts from the beginning: it came from an address bar. */
export function readCursor(cursor: string | undefined): Edge | undefined {
  const [, by, at, id] = CURSOR.exec(Buffer.from(cursor ?? '', 'base64url').toString('latin1')) ?? [];
  if (!at || !id || !isWrittenTime(at)) return undefined;
  return { by: by ? Number(by) : null, at, id };
}

/** As we write it: the 31st of February is a date to Date.parse, and to the database a fault. */
function isWrittenTime(at: string): boolean {
  const time = new Date(at);
  return !Number.isNaN(time.getTime()) && time.toISOString() === at;
}

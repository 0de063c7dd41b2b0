import type { Actor } from '@/domain/actor';

export const EXPORT_FORMATS = ['csv', 'json', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** As many applications as one export carries; more are taken in several. */
export const EXPORT_LIMIT = 50_000;

/** Reviewers read and score; whoever decides may take along what they may decide on. */
export function mayExport(actor: Actor): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'member' && actor.grants.some((grant) => grant.role !== 'reviewer');
}

/** Excel reads a table as UTF-8 only behind this mark. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Where a cell begins for some spreadsheet: German and Russian ones part cells at `;` and know nothing of our quotes then. */
const BEGINS_FORMULA = /(^|[;,\t\r\n"'|])([\s\p{Cf}]*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫])/gu;

/**
 * One cell as RFC 4180 wants it, whichever separator a spreadsheet expects. What it would run as a formula (= + - @, also
 * behind white space, a separator or a line break) is made text by an apostrophe.
 */
export function csvCell(value: string): string {
  const harmless = value.replace(BEGINS_FORMULA, "$1$2'").replace(/^(?=[\t\r\n])/u, "'");
  return /[",;\r\n\t]|^\s|\s$/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

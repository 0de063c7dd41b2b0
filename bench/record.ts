import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineLine } from './machine';
import { type Table, tableText } from './table';

const RECORD = join('docs', 'bench.md');

/** What stands in the terminal, and in the record, for the tables of one group. */
export function groupText(tables: readonly Table[]): string {
  return tables
    .map((table) => [`**${table.title}**`, '', tableText(table), ...(table.notes ?? []).flatMap((note) => ['', note])])
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** Puts a group's tables in their place in docs/bench.md, with the day and the machine they were measured on. */
export function writeRecord(group: string, tables: readonly Table[]): void {
  const measured = `Measured ${new Date().toISOString().slice(0, 10)} on: ${machineLine()}.`;
  const old = readFileSync(RECORD, 'utf8');
  const place = new RegExp(`(<!-- figures: ${group} -->\n)[\\s\\S]*?(<!-- end -->)`);
  if (!place.test(old)) throw new Error(`${RECORD} has no place for the figures of ${group}`);
  writeFileSync(
    RECORD,
    old.replace(place, (_whole, begin: string, end: string) => `${begin}${measured}\n\n${groupText(tables)}\n${end}`),
  );
}

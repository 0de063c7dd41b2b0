import { glob, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { TestPortal } from './portal';

/** Turns one bit of a sealed value over, as a failing disk does; `of` is the row's id. */
export async function damage(portal: TestPortal, { table, column, of }: { table: string; column: string; of: string }) {
  const { sql } = portal.services.connection;
  const rows = await sql`update ${sql(table)}
    set ${sql(column)} = set_byte(${sql(column)}, 40, get_byte(${sql(column)}, 40) # 1) where id = ${of} returning id`;
  if (rows.length !== 1) throw new Error(`no ${table} ${of}`);
}

/** Cuts a key file short, as a failing disk does. */
export async function damageKey(portal: TestPortal, id: string) {
  let found = 0;
  for await (const file of glob(`**/${id}.key`, { cwd: portal.folder })) {
    await truncate(path.join(portal.folder, file), 20);
    found += 1;
  }
  if (found !== 1) throw new Error(`no key of ${id}`);
}

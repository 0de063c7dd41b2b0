import type { SourceFacts } from './source';

export type TableOwners = {
  /** The module that may write the table; null when `name` is no table, or one of no module (db/schema/columns.ts). */
  owner(name: string, importedFrom: string | null): string | null;
};

const SCHEMA_FILE = /^db\/schema\/([\w-]+)\.ts$/;

/** Tables belong to the module their schema file is named after; names in code and names in SQL both count. */
export function ownersOf(files: readonly SourceFacts[]): TableOwners {
  const byName = new Map<string, string>();
  const byFile = new Map<string, Map<string, string>>();
  for (const file of files) {
    const module = SCHEMA_FILE.exec(file.path)?.[1];
    if (!module || module === 'index') continue;
    const own = new Map<string, string>();
    for (const table of file.tables) {
      for (const name of [table.exportName, table.sqlName]) {
        own.set(name, module);
        byName.set(name, module);
      }
    }
    byFile.set(file.path, own);
  }
  return {
    owner: (name, importedFrom) =>
      (importedFrom === null ? undefined : byFile.get(importedFrom)?.get(name)) ?? byName.get(name) ?? null,
  };
}

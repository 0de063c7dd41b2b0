import { brokenByClient } from './browser';
import { brokenByImport, brokenByPackage, type End } from './law';
import { parsersInWeb } from './parsers';
import { placeOf } from './places';
import { resolveImport } from './resolve';
import { factsOf, type ImportFact, type SourceFacts } from './source';
import { ownersOf, type TableOwners } from './tables';
import { isCode, type Tree } from './tree';

export type Violation = { path: string; line: number; message: string };
export type Verdict = { read: string[]; violations: Violation[] };
type Declared = { dependencies: ReadonlySet<string>; devDependencies: ReadonlySet<string> };
type Reading = { tree: Tree; facts: ReadonlyMap<string, SourceFacts>; owners: TableOwners; declared: Declared };

/** Reading the environment anywhere else makes a setting that nobody finds; see platform/env.ts. */
const MAY_READ_ENVIRONMENT = [
  /^platform\/env\.ts$/,
  /^cli\/[\w-]+\.mjs$/,
  /^[\w.-]+\.config\.(ts|js|mjs)$/,
  /^db\/testing(\.ts$|\/)/,
  /^checks\/database\.setup\.ts$/,
  /^e2e\/support\/surroundings\.ts$/,
];

/** Holds every code file of the tree against the import law of docs/architecture.md. */
export function judge(tree: Tree, packageJson: string): Verdict {
  const paths = [...tree.keys()].filter(isCode).sort();
  const facts = new Map(paths.map((path) => [path, factsOf(path, tree.get(path) ?? '')]));
  const reading: Reading = { tree, facts, owners: ownersOf([...facts.values()]), declared: declaredIn(packageJson) };
  const violations = [...paths.flatMap((path) => violationsIn(path, reading)), ...parsersInWeb(reading)];
  return { read: paths, violations };
}

function declaredIn(packageJson: string): Declared {
  const { dependencies = {}, devDependencies = {} }: { [key: string]: Record<string, string> | undefined } =
    JSON.parse(packageJson);
  return { dependencies: new Set(Object.keys(dependencies)), devDependencies: new Set(Object.keys(devDependencies)) };
}

function violationsIn(path: string, reading: Reading): Violation[] {
  const facts = reading.facts.get(path);
  if (!facts) return [];
  const place = placeOf(path);
  const at = (line: number, message: string): Violation => ({ path, line, message });
  if (!place) return [at(1, 'this place has no word in the import law (checks/places.ts)')];
  const from: End = { path, place };
  return [
    ...facts.parseErrors.map((message) => at(1, `cannot be read: ${message}`)),
    ...facts.imports.flatMap((one) => brokenImport(from, one, reading).map((message) => at(one.line, message))),
    ...facts.mocks
      .filter((one) => /^(\.|@\/)/.test(one.specifier))
      .map((one) => at(one.line, `tests mock none of our own code (${one.specifier})`)),
    ...computedImports(from, facts).map((line) => at(line, 'an import that is computed cannot be checked')),
    ...environmentReads(path, facts).map((line) => at(line, 'only platform/env.ts reads process.env')),
    ...foreignWrites(from, facts, reading).map(({ line, message }) => at(line, message)),
    ...brokenByClient(facts, reading).map(({ line, message }) => at(line, message)),
  ];
}

function brokenImport(from: End, one: ImportFact, reading: Reading): string[] {
  const target = resolveImport(from.path, one.specifier, reading.tree);
  if (target.kind === 'package') {
    const broken = brokenByPackage(from, { name: target.name, typeOnly: one.typeOnly }, reading.declared);
    return broken ? [`imports ${one.specifier}: ${broken}`] : [];
  }
  if (target.kind === 'generated') return [];
  if (target.kind === 'missing') return [`imports ${one.specifier}, which is not in the tree`];
  const place = placeOf(target.path);
  if (!place) return isCode(target.path) ? [`imports ${one.specifier}: that place has no word in the import law`] : [];
  const broken = brokenByImport(from, { path: target.path, place });
  if (broken) return [`imports ${one.specifier}: ${broken}`];
  const handsOnTables = one.reExport && target.path.startsWith('db/schema') && !from.path.startsWith('db/');
  return handsOnTables ? [`exports ${one.specifier} again, which hides who writes a table`] : [];
}

function computedImports(from: End, facts: SourceFacts): number[] {
  return from.place.zone === 'cli' || from.place.zone === 'checks' ? [] : facts.computedImportLines;
}

function environmentReads(path: string, facts: SourceFacts): number[] {
  return MAY_READ_ENVIRONMENT.some((allowed) => allowed.test(path)) ? [] : facts.environmentLines;
}

/** Exempt are db/ itself, tests, which set the scene, and the demo, which moves what it made into the past. */
const MAY_WRITE_ANY_TABLE = /^(db|bench|cli\/demo|e2e\/support\/database)[./]/;

function foreignWrites(from: End, facts: SourceFacts, reading: Reading): { line: number; message: string }[] {
  if (from.place.role !== 'ships' || MAY_WRITE_ANY_TABLE.test(from.path)) return [];
  return facts.writes.flatMap(({ name, from: specifier, line }) => {
    const target = specifier === null ? null : resolveImport(from.path, specifier, reading.tree);
    if (target && !(target.kind === 'file' && target.path.startsWith('db/'))) return [];
    const owner = reading.owners.owner(name, target?.kind === 'file' ? target.path : null);
    if (owner === null || owner === from.place.module) return [];
    return [{ line, message: `writes ${name}, which only domain/${owner} writes` }];
  });
}

import type { Violation } from './boundaries';
import { placeOf } from './places';
import { resolveImport } from './resolve';
import type { SourceFacts } from './source';
import type { Tree } from './tree';

type Reading = { tree: Tree; facts: ReadonlyMap<string, SourceFacts> };
/** What runs once a file does: our own files, each with the one that brought it in, and packages with all that import them. */
type Reach = { files: ReadonlyMap<string, string | null>; packages: ReadonlyMap<string, readonly string[]> };

/** The program of the child processes, in which strangers' files are read. */
const CHILD = 'platform/sandbox/main.ts';
/** Where a web process begins, besides the pages and routes of app/. */
const WEB = 'cli/web.ts';
/** Words and shapes that parent and child share; nothing in them reads a file. */
const SHARED_FILES: ReadonlySet<string> = new Set([
  'platform/examination/verdict.ts',
  'platform/renditions/types.ts',
  'platform/sandbox/frames.ts',
]);
const SHARED_PACKAGES: ReadonlySet<string> = new Set(['zod']);

/**
 * No parser in the web process: whatever the child's program is made of, files and packages, must not be reached from a
 * page, a route or the server, over however many of our own files. A new parser is under the law by being in the child.
 */
export function parsersInWeb(reading: Reading): Violation[] {
  const child = reachOf([CHILD], reading);
  const web = reachOf(webRoots(reading), reading);
  const parsers = new Set(parserPackages(child));
  const files = [...web.files.keys()].filter((path) => child.files.has(path) && !SHARED_FILES.has(path));
  const packages = [...web.packages].filter(([name]) => parsers.has(name));
  return [
    ...files.map((path) => breach(path, `reads documents in the web process: ${wayTo(path, web)}`)),
    ...packages.flatMap(([name, users]) =>
      users.map((path) => breach(path, `${name} reads documents, in the web process: ${wayTo(path, web)}`)),
    ),
  ];
}

/** The packages with which the child's program reads files. */
export function parsersOf(reading: Reading): string[] {
  return parserPackages(reachOf([CHILD], reading)).sort();
}

function parserPackages({ packages }: Reach): string[] {
  return [...packages.keys()].filter((name) => !name.startsWith('node:') && !SHARED_PACKAGES.has(name));
}

function webRoots({ facts }: Reading): string[] {
  return [...facts.keys()].filter((path) => {
    const place = placeOf(path);
    return path === WEB || (place?.zone === 'app' && place.role === 'ships');
  });
}

/** Follows imports, those at work and those put off; an import of types alone is gone when the program runs. */
function reachOf(roots: readonly string[], { tree, facts }: Reading): Reach {
  const files = new Map<string, string | null>(roots.filter((path) => facts.has(path)).map((path) => [path, null]));
  const packages = new Map<string, string[]>();
  // A map is walked in the order in which it was filled, also by what is added on the way.
  for (const path of files.keys()) {
    for (const { specifier, typeOnly } of facts.get(path)?.imports ?? []) {
      if (typeOnly) continue;
      const target = resolveImport(path, specifier, tree);
      if (target.kind === 'package') packages.set(target.name, [...(packages.get(target.name) ?? []), path]);
      if (target.kind === 'file' && !files.has(target.path)) files.set(target.path, path);
    }
  }
  return { files, packages };
}

function wayTo(path: string, { files }: Reach): string {
  const way = [path];
  for (let by = files.get(path); by; by = files.get(by)) way.unshift(by);
  return way.join(' → ');
}

function breach(path: string, message: string): Violation {
  return { path, line: 1, message };
}

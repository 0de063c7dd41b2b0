import { placeOf } from './places';
import { resolveImport, type Target } from './resolve';
import type { SourceFacts } from './source';
import type { Tree } from './tree';

type Finding = { line: number; message: string };
type Sources = { tree: Tree; facts: ReadonlyMap<string, SourceFacts> };
type Step = { path: string; line: number; through: string[] };

const MAY_REACH_BROWSER = new Set(['app', 'browser', 'leaf']);

/** Next wants its error pages to be client files under its own name. */
const NAMED_CLIENT = /(?:\.client\.tsx?|^app\/(?:.*\/)?(?:global-)?error\.tsx)$/;

/** The law of client files: named and marked alike, and nothing of the server reached from them. */
export function brokenByClient(file: SourceFacts, sources: Sources): Finding[] {
  const named = NAMED_CLIENT.test(file.path);
  const marked = file.directive === 'use client';
  if (marked && !named) return [{ line: 1, message: "a file with 'use client' is named *.client.tsx" }];
  if (named && !marked) return [{ line: 1, message: "*.client.tsx begins with 'use client'" }];
  const isScript = file.path.startsWith('app/_enhance/') && !/\.test\.tsx?$/.test(file.path);
  return named || isScript ? serverCodeReached(file.path, sources) : [];
}

/** Walks what would be sent to the browser: values only, and not past an action file, which stays on the server. */
function serverCodeReached(start: string, sources: Sources): Finding[] {
  const found: Finding[] = [];
  const seen = new Set([start]);
  const queue: Step[] = [{ path: start, line: 0, through: [] }];
  for (const step of queue) {
    for (const next of stepsFrom(step, sources)) {
      const complaint = complaintAbout(next.target);
      if (complaint)
        found.push({ line: next.line, message: `the browser would load ${next.through.join(' → ')}: ${complaint}` });
      if (complaint || next.target.kind !== 'file' || seen.has(next.target.path)) continue;
      seen.add(next.target.path);
      if (sources.facts.get(next.target.path)?.directive !== 'use server')
        queue.push({ ...next, path: next.target.path });
    }
  }
  return found;
}

function stepsFrom(step: Step, { tree, facts }: Sources): (Omit<Step, 'path'> & { target: Target })[] {
  const values = facts.get(step.path)?.imports.filter((one) => !one.typeOnly) ?? [];
  return values.map((one) => ({
    target: resolveImport(step.path, one.specifier, tree),
    line: step.line || one.line,
    through: [...step.through, one.specifier],
  }));
}

function complaintAbout(target: Target): string | null {
  if (target.kind === 'package') return target.name.startsWith('node:') ? 'a browser has no Node' : null;
  if (target.kind !== 'file') return null;
  const zone = placeOf(target.path)?.zone ?? 'app';
  return MAY_REACH_BROWSER.has(zone) ? null : 'client files see no command, query, job, db or platform';
}

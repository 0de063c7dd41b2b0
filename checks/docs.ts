import { posix } from 'node:path';

export type DeadPath = { page: string; line: number; path: string };

const LINK = /\]\(([^)\s]+)\)/g;
const CODE = /`([^`\s]+)`/g;
/** Only words that begin like a place in our tree are taken for paths; `a/b` in prose is none. */
const IN_TREE = /^(app|domain|db|emails|locales|platform|worker|cli|e2e|bench|docs|checks)\/[\w./[\]()-]*$/;

/** The paths a page of documentation names that are not in the tree. */
export function deadPaths(page: string, text: string, exists: (path: string) => boolean): DeadPath[] {
  return text.split('\n').flatMap((line, index) =>
    pathsIn(page, line)
      .filter((path) => !exists(path))
      .map((path) => ({ page, line: index + 1, path })),
  );
}

function pathsIn(page: string, line: string): string[] {
  const links = [...line.matchAll(LINK)].flatMap((match) => {
    const target = (match[1] ?? '').replace(/[#?].*$/, '');
    const leaves = target === '' || /^[a-z]+:/.test(target);
    return leaves ? [] : [posix.normalize(posix.join(posix.dirname(page), target))];
  });
  const quoted = [...line.matchAll(CODE)].map((match) => match[1] ?? '').filter((word) => IN_TREE.test(word));
  return [...links, ...quoted].map((path) => path.replace(/\/$/, ''));
}

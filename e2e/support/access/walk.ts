import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const APP = 'app';
/** Files that Next serves by their name alone; those that are programs at the address of what they make. */
const BY_NAME = /\/(favicon|icon\d?|apple-icon\d?|opengraph-image\d?|twitter-image\d?|sitemap|robots|manifest)\.(\w+)$/;
const MADE: Record<string, string> = { sitemap: '.xml', robots: '.txt', manifest: '.webmanifest' };
const METHOD = /export (?:async function|function|const) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g;
const BRACES = /export (?:const )?\{([^}]*)\}/g;
const ACTION = /export (?:async function|const) (\w+)/g;

/**
 * Every page, every method of every route handler and every file that Next serves by its name, as
 * "GET /desk/applications/[code]".
 */
export function routesInTree(folder = APP): string[] {
  return filesUnder(folder)
    .flatMap((path) => {
      const file = `/${relative(folder, path)}`;
      // Nothing below such a folder is served.
      if (file.includes('/_')) return [];
      if (/\/page\.[jt]sx?$/.test(file)) return [`GET ${addressOf(file)}`];
      if (/\/route\.[jt]sx?$/.test(file))
        return methodsIn(readFileSync(path, 'utf8')).map((method) => `${method} ${addressOf(file)}`);
      return servedByName(file);
    })
    .sort();
}

function servedByName(file: string): string[] {
  const [, name = '', ending = ''] = BY_NAME.exec(file) ?? [];
  if (name === '') return [];
  const address = addressOf(file).replace(/\/$/, '');
  return [`GET ${address}/${name}${/^[jt]sx?$/.test(ending) ? (MADE[name] ?? '') : `.${ending}`}`];
}

/** The addresses of the build that is being served, whatever put them there. */
export function addressesInBuild(): string[] {
  const manifest = JSON.parse(readFileSync(join('.next', 'app-path-routes-manifest.json'), 'utf8')) as object;
  return Object.values(manifest).map(String);
}

/** Every export of every file that says 'use server', as "app/desk/actions.ts signOutHere". */
export function actionsInTree(): string[] {
  return filesUnder(APP)
    .filter((file) => /\.tsx?$/.test(file) && /^['"]use server['"]/m.test(readFileSync(file, 'utf8')))
    .flatMap((file) => Array.from(readFileSync(file, 'utf8').matchAll(ACTION), ([, name]) => `${file} ${name}`))
    .sort();
}

export type BuiltAction = { id: string; page: string };

/** How each action is reached in the build that is being served. */
export function actionsInBuild(): Map<string, BuiltAction> {
  const manifest = JSON.parse(readFileSync(join('.next', 'server', 'server-reference-manifest.json'), 'utf8')) as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
  };
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName, workers }]) => [
      `${filename} ${exportedName}`,
      { id, page: addressOf(`${Object.keys(workers)[0] ?? ''}.tsx`.slice(APP.length)) },
    ]),
  );
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative('.', join(entry.parentPath, entry.name)));
}

function addressOf(file: string): string {
  const parts = file.split('/').slice(1, -1);
  return `/${parts.filter((part) => !part.startsWith('(')).join('/')}`;
}

function methodsIn(source: string): string[] {
  const single = Array.from(source.matchAll(METHOD), ([, method]) => method ?? '');
  const listed = Array.from(source.matchAll(BRACES), ([, names]) => names ?? '').flatMap((names) =>
    names.split(',').map(
      (name) =>
        name
          .trim()
          .split(/\s+as\s+|:/)
          .at(-1)
          ?.trim() ?? '',
    ),
  );
  const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  return [...new Set([...single, ...listed])].filter((name) => known.includes(name));
}

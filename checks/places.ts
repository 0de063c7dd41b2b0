/** Where a file stands in the tree: the words in which the import law speaks. */
export const ZONES = [
  'leaf',
  'platform',
  'db',
  'emails',
  'context',
  'domain',
  'app',
  'browser',
  'worker',
  'cli',
  'bench',
  'e2e',
  'checks',
  'config',
] as const;
export type Zone = (typeof ZONES)[number];

/** Modules in the order of the law: each may call those before it. */
export const MODULES = [
  'audit',
  'settings',
  'messages',
  'accounts',
  'calls',
  'questions',
  'documents',
  'applications',
  'reviews',
  'discussion',
  'duplicates',
  'search',
  'intake',
  'retention',
  'insights',
  'exports',
] as const;
export type Module = (typeof MODULES)[number];

export type Place = {
  zone: Zone;
  /** Of a file under domain/<module>/, leaves included. */
  module: Module | null;
  /** Of a file under domain/<module>/: the file's or folder's name there, e.g. `commands`. */
  part: string | null;
  role: Role;
};
/** `support` is what tests build on: it never ships either, but may be imported. */
export type Role = 'ships' | 'test' | 'support';

const LEAF_PARTS = new Set(['rules', 'input']);
const FOLDER_ZONES: Record<string, Zone> = {
  platform: 'platform',
  db: 'db',
  emails: 'emails',
  app: 'app',
  worker: 'worker',
  cli: 'cli',
  bench: 'bench',
  e2e: 'e2e',
  checks: 'checks',
  locales: 'leaf',
};
/** Next runs these from the root; they belong to the app. */
const ROOT_APP_FILES = new Set(['proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts']);
const ROOT_CONFIG = /^[a-z.-]+\.config\.(ts|js|mjs)$/;

/** Null for a file the law has no word about: a new folder needs a word before it may hold code. */
export function placeOf(path: string): Place | null {
  const role = roleOf(path);
  const [folder = '', second = '', third = ''] = path.split('/');
  const at = (there: Zone): Place => ({ zone: there, module: null, part: null, role });
  if (!path.includes('/')) {
    if (ROOT_APP_FILES.has(path)) return at('app');
    return ROOT_CONFIG.test(path) ? at('config') : null;
  }
  if (folder === 'domain') return domainPlace({ path, second, third, role });
  if (folder === 'app' && second === '_enhance') return at('browser');
  const zone = FOLDER_ZONES[folder];
  return zone ? at(zone) : null;
}

function roleOf(path: string): Role {
  if (/\.(test|spec)\.tsx?$/.test(path)) return 'test';
  return /(^|\/)(testing|factories)(\.tsx?$|\/)/.test(path) ? 'support' : 'ships';
}

function domainPlace(file: { path: string; second: string; third: string; role: Role }): Place | null {
  const { role } = file;
  if (file.path === `domain/${file.second}`) {
    const name = file.second.replace(/(\.test)?\.ts$/, '');
    if (name === 'actor' || name === 'errors' || name === 'queues')
      return { zone: 'leaf', module: null, part: null, role };
    return name === 'context' || name === 'seen' ? { zone: 'context', module: null, part: null, role } : null;
  }
  if (file.second === 'testing') return { zone: 'domain', module: null, part: null, role };
  const owner = MODULES.find((one) => one === file.second);
  if (!owner) return null;
  const part = file.third.replace(/(\.test)?\.tsx?$/, '');
  return { zone: LEAF_PARTS.has(part) ? 'leaf' : 'domain', module: owner, part, role };
}

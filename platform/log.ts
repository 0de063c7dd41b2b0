import { randomBytes } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { logLevel } from './env';

/** What a log line may carry: an event's name, ids, sizes, times. Never names, addresses, contents or IPs. */
export type LogFields = { event: string } & Record<string, string | number | boolean | null | undefined>;

const FORBIDDEN = [
  'name',
  'email',
  'address',
  'to',
  'from',
  'subject',
  'body',
  'text',
  'html',
  'ip',
  'code',
  'token',
  'cookie',
  'authorization',
  'password',
];
const CREDENTIALS_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const ADDRESS = /[^\s<>"'(),:;=]+@[^\s<>"'(),:;=]+/g;

let logger: Logger | undefined;

/** Structured log on stdout, one JSON object a line; the level comes from LOG_LEVEL. */
export const log = {
  debug: (fields: LogFields) => shared().debug(fields),
  info: (fields: LogFields) => shared().info(fields),
  warn: (fields: LogFields) => shared().warn(fields),
  /** For a fault that is a bug or an outage; returns the id to show to the person concerned. */
  error: (fields: LogFields, cause?: unknown): string => writeFault('error', fields, cause),
  fatal: (fields: LogFields, cause?: unknown): string => writeFault('fatal', fields, cause),
};

/** A short id under which a fault is found in the log again. */
export function errorId(): string {
  return randomBytes(6).toString('hex');
}

/**
 * What of a fault may be kept: kind, code, place. Messages of databases and mail servers quote what people
 * typed, so only the first line stays, without anything that looks like an address or a password in a URL.
 */
export function describeFault(cause: unknown): { kind: string; code?: string; message: string; stack?: string } {
  if (!(cause instanceof Error)) return { kind: typeof cause, message: 'not an Error' };
  const code =
    'code' in cause && (typeof cause.code === 'string' || typeof cause.code === 'number')
      ? String(cause.code)
      : undefined;
  const frames = cause.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
  return { kind: cause.name, code, message: withoutPersons(firstLine(cause.message)), stack: frames };
}

/** Makes a log that writes to `destination` instead of stdout; used by tests. */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: FORBIDDEN, censor: '[withheld]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

function shared(): Logger {
  logger ??= createLogger(logLevel());
  return logger;
}

function writeFault(level: 'error' | 'fatal', fields: LogFields, cause: unknown): string {
  const id = errorId();
  shared()[level]({ ...fields, errorId: id, ...(cause === undefined ? {} : { fault: describeFault(cause) }) });
  return id;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}

function withoutPersons(text: string): string {
  return text.replace(CREDENTIALS_IN_URL, '$1').replace(ADDRESS, '[address]');
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PostgresError } from './error';

const run = promisify(execFile);

/** The system user the server runs as when the portal is started by root. */
export const SYSTEM_USER = 'redaktion';

/** Whom the server's processes belong to; undefined: the person who starts the portal. */
export type Owner = { uid: number; gid: number };

/** PostgreSQL refuses to run as root, who lends it this system user, made on first use. */
export async function serverOwner(): Promise<Owner> {
  return (await lookUp()) ?? (await create());
}

/** Whether the owner can use `path`: `x` to enter or run it, `w` to write in it. */
export async function canUse(owner: Owner, path: string, permissions: ('r' | 'w' | 'x')[]): Promise<boolean> {
  const checks = permissions.map((permission) => `test -${permission} "$1"`).join(' && ');
  try {
    await run('/bin/sh', ['-c', checks, 'sh', path], { ...owner, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function lookUp(): Promise<Owner | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', SYSTEM_USER]), run('id', ['-g', SYSTEM_USER])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function create(): Promise<Owner> {
  const attempts: [string, string[]][] = [
    [
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        '/nonexistent',
        '--shell',
        '/bin/false',
        SYSTEM_USER,
      ],
    ],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', SYSTEM_USER]],
  ];
  for (const [command, options] of attempts) {
    // A second start may be making the same user: what counts is that it exists afterwards.
    await run(command, options).catch(() => undefined);
    const owner = await lookUp();
    if (owner) return owner;
  }
  throw new PostgresError(
    `The database cannot run as root, and the system user "${SYSTEM_USER}" could not be made. Make it, start as an ordinary user, or set DATABASE_URL.`,
  );
}

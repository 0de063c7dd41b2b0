import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inheritedEnvironment } from '@/platform/env';
import { endProcess } from '@/platform/processes';
import { freePort } from '../portal';

const ROOT = process.cwd();
const FOLDER = join(ROOT, 'build', 'minimal-next');
const NEXT = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');

/** Fifty rows by the same SQL as the first page of the queue, in a list, and nothing else: no sign-in, no sealed value, no style. */
const FILES = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': `export default { poweredByHeader: false, serverExternalPackages: ['postgres'], turbopack: { root: ${JSON.stringify(ROOT)} } };`,
  'app/layout.js':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.js': `import { connection } from 'next/server';
import postgres from 'postgres';

const sql = globalThis.sql ?? postgres(process.env.DATABASE_URL, { max: 10 });
globalThis.sql = sql;

export default async function Page() {
  await connection();
  const rows = await sql\`select id, number, regions, writes, stage, submitted_at, quiet, review_count, score_mean, score_spread,
    sealed_answers from applications where state = 'submitted' and stage = 'new' order by submitted_at, id limit 51\`;
  return (
    <main>
      <h1>Queue</h1>
      <ol>
        {rows.slice(0, 50).map((row) => (
          <li key={row.id}>
            <a href={'/' + row.number}>
              <b>{row.number}</b> <span>{row.regions.join(', ')}</span> <span>{row.writes.join(' ')}</span>
              <span>{row.stage}</span> <time>{row.submitted_at.toISOString()}</time>
            </a>
          </li>
        ))}
      </ol>
    </main>
  );
}
`,
};

export type MinimalNext = { url: string; stop(): Promise<void> };

/** Builds the page the queue is compared with, and serves it as `next start` does. */
export async function startMinimalNext(databaseUrl: string): Promise<MinimalNext> {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(FOLDER, name, '..'), { recursive: true });
    writeFileSync(join(FOLDER, name), text);
  }
  const environment = { ...inheritedEnvironment(), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;
  const builder = run(['build'], environment);
  const output: string[] = [];
  for (const stream of [builder.stdout, builder.stderr]) stream?.on('data', (chunk) => output.push(String(chunk)));
  const code = await new Promise((resolve) => builder.once('exit', resolve));
  if (code !== 0) throw new Error(`the page to compare with could not be built:\n${output.join('')}`);
  const port = await freePort();
  const server = run(['start', '-p', String(port), '-H', '127.0.0.1'], { ...environment, DATABASE_URL: databaseUrl });
  const url = `http://127.0.0.1:${port}/`;
  await untilServed(url, server);
  return {
    url,
    async stop() {
      await endProcess(server.pid ?? 0, [
        { signal: 'SIGTERM', withinMs: 5_000 },
        { signal: 'SIGKILL', withinMs: 1_000 },
      ]);
    },
  };
}

function run(words: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [NEXT, ...words], { cwd: FOLDER, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function untilServed(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isServed(url))) {
    if (server.exitCode !== null || performance.now() > deadline)
      throw new Error('the page to compare with does not come up');
    await pause(100);
  }
}

function isServed(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200));
    });
    request.once('error', () => resolve(false));
  });
}

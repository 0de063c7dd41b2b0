import { appendFile, copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnotherPortal, startAnotherPortal } from '../support/another-portal';
import { expect, test } from '../support/test';

let portal: AnotherPortal;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  portal = await startAnotherPortal({});
});

test.afterAll(() => portal?.stop());

const readiness = async () => (await fetch(`${portal.url}/readyz`).catch(() => undefined))?.status;

test('a portal whose database ends, and cannot be started for a while, serves again by itself', async () => {
  const cluster = join(portal.dataDir, 'postgres');
  const settings = join(cluster, 'postgresql.conf');
  const [pid] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  await copyFile(settings, `${settings}.right`);
  await appendFile(settings, '\nin_the_way = on\n');
  process.kill(Number(pid), 'SIGKILL');
  await expect
    .poll(portal.output, { timeout: 20_000 })
    .toMatch(/did not start: .* contains errors; it is started again in 1 s\./);
  expect(await readiness()).toBe(503);
  await copyFile(`${settings}.right`, settings);
  await expect.poll(readiness, { timeout: 30_000 }).toBe(200);
});

test('what runs goes on where it cannot be noted, and stops in order', async () => {
  const record = join(portal.dataDir, 'running.json');
  const { children } = JSON.parse(await readFile(record, 'utf8')) as { children: { name: string; pid: number }[] };
  await mkdir(`${record}.new`);
  process.kill(children.find(({ name }) => name === 'web')?.pid ?? 0, 'SIGKILL');
  await expect.poll(portal.output).toContain('What runs could not be noted');
  await expect.poll(readiness, { timeout: 30_000 }).toBe(200);
  await portal.stop();
  await expect.poll(portal.output).toContain('Stopped.');
});

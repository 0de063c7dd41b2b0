import { type AnotherPortal, startAnotherPortal } from '../support/another-portal';
import { APPLY, apply, CHECKED, inventApplicant } from '../support/applicant';
import { inDatabase } from '../support/database';
import { type FastLine, openFastLine } from '../support/fast-line';
import { expect, test } from '../support/test';

let portal: AnotherPortal;
let line: FastLine | undefined;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  portal = await startAnotherPortal({});
});

test.afterEach(() => line?.end());

test.afterAll(async () => {
  await portal.stop();
});

type Entry = { event?: string; queue?: string; job?: string; reason?: string };

/** What the processes of the portal have logged so far. */
function logged(event: string): Entry[] {
  const lines = portal.output().split('\n');
  const entries = lines.filter((text) => /^\{.*\}$/.test(text)).map((text): Entry => JSON.parse(text));
  return entries.filter((entry) => entry.event === event);
}

const checksIn = (event: string) =>
  logged(event)
    .filter(({ queue }) => queue === 'documents.check')
    .map(({ job }) => job);

const ends = () => [...logged('web.stopped'), ...logged('web.crashed')];

test('web and worker reach the database that came along by its socket, and not over the network', async () => {
  const from = await inDatabase(
    (sql) =>
      sql`select distinct client_addr is null as "bySocket" from pg_stat_activity where application_name = 'redaktion'`,
    portal.dataDir,
  );
  expect([...from]).toEqual([{ bySocket: true }]);
});

test('while bytes come in fast, files that have come are not read; they are read when no more come', async ({
  page,
  watch,
}) => {
  test.setTimeout(120_000);
  watch.knows(portal.url);
  line = openFastLine(portal.url);
  await apply(page, await inventApplicant(), `${portal.url}${APPLY}`);
  await expect.poll(() => checksIn('job.put-off').length, CHECKED).toBeGreaterThan(0);
  line.end();
  await expect.poll(() => checksIn('job.done').length, CHECKED).toBe(3);
  expect(checksIn('job.done')).toEqual(expect.arrayContaining(checksIn('job.put-off')));
});

test('when the supervisor is killed while bytes come in fast, the web process stops in order; the next start takes over', async ({
  page,
  watch,
}) => {
  test.setTimeout(120_000);
  line = openFastLine(portal.url);
  await expect.poll(line.broughtBytes).toBeGreaterThan(40_000_000);
  await portal.killSupervisor();
  await expect.poll(ends).not.toEqual([]);
  const ended = ends();

  // First of all, for only a portal that is started again can be stopped.
  portal = await startAnotherPortal({}, portal.dataDir);
  expect(ended).toMatchObject([{ event: 'web.stopped', reason: 'orphaned' }]);
  watch.knows(portal.url);
  await page.goto(`${portal.url}${APPLY}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { APIRequestContext } from '@playwright/test';
import { outcomeOf } from '../support/access/attempts';
import { ROUTES } from '../support/access/routes';
import type { Scene } from '../support/access/scene';
import { apply, inventApplicant, openWithCode } from '../support/applicant';
import { inDatabase } from '../support/database';
import { openApplication, untilReadable } from '../support/member';
import { inherited, surroundings } from '../support/surroundings';
import { expect, test } from '../support/test';

const run = promisify(execFile);

/** Each is a story of several people, with whole applications sent in it. */
test.setTimeout(180_000);

const OF_THE_DESK = /^GET \/(desk|api\/(answers|documents|mails))(\/|$)/;
const OF_ITS_APPLICANT = /^GET \/\[locale\]\/my\/(application|continue|documents|download|erase|letter|name|withdraw)/;
/** What stands there about one application; all others show many or nothing. */
const ABOUT_ONE = /\[(code|id)\]|^GET \/api\/answers/;

test('an application whose key is gone while its row stands is in no list and breaks no page', async ({
  personWith,
  desk,
  watch,
}) => {
  const [lostOnes, wholeOnes] = [await personWith(), await personWith()];
  const lost = await apply(lostOnes, await inventApplicant());
  const whole = await apply(wholeOnes, await inventApplicant());
  await openApplication(desk, lost.number);
  await untilReadable(desk);
  const scene = await sceneOf(lost.number);
  const key = keyFile(scene.id);
  await rename(key, `${key}.elsewhere`);
  try {
    for (const [name, answer] of await answersTo(desk.request, OF_THE_DESK, scene)) {
      if (!/\[\.\.\./.test(name)) expect(answer, name).toBe(ABOUT_ONE.test(name) ? 'hidden' : 'served');
    }
    await desk.goto('/desk?order=newest');
    const queue = desk.getByRole('main');
    await expect(queue.getByText(whole.number).first()).toBeVisible();
    await expect(queue.getByText(lost.number)).toHaveCount(0);
    await openApplication(desk, whole.number);

    expect(await portal('keys')).toMatch(/Without a key: [1-9]\d* of \d+ applications/);

    for (const [name, answer] of await answersTo(lostOnes.request, OF_ITS_APPLICANT, scene))
      expect(answer, name).toBe('enter code');
    watch.expect(/status of 404/);
    await openWithCode(lostOnes, lost.code);
    await expect(lostOnes.getByRole('main')).toContainText('We do not know this code.');
  } finally {
    await rename(`${key}.elsewhere`, key);
  }
  await openApplication(desk, lost.number);
});

async function portal(command: string): Promise<string> {
  const { url, dataDir } = surroundings;
  const environment = { ...inherited, NODE_ENV: 'production' as const, DATA_DIR: dataDir, PORTAL_URL: url };
  const { stdout } = await run(process.execPath, ['cli/launch.mjs', command], { env: environment });
  return stdout;
}

type Lost = Scene & { id: string };

async function sceneOf(number: string): Promise<Lost> {
  const [row] = await inDatabase(
    (sql) => sql<Partial<Lost>[]>`
      select a.id, a.number,
        (select v.id from document_versions v join documents d on d.id = v.document_id where d.application_id = a.id limit 1) as document,
        (select id from outbox where application_id = a.id and recipient_kind = 'applicant' limit 1) as mail
      from applications a where number = ${number}`,
  );
  expect(row, 'a file and a mail of it').toMatchObject({ document: expect.any(String), mail: expect.any(String) });
  return row as Lost;
}

function keyFile(id: string): string {
  return join(surroundings.dataDir, 'keys', id.slice(-2), `${id}.key`);
}

/** What becomes of a visit to each of these routes; a page that says it broke is broken, whatever its status. */
async function answersTo(person: APIRequestContext, routes: RegExp, scene: Lost): Promise<[string, string][]> {
  const answers: [string, string][] = [];
  for (const [name, { at }] of Object.entries(ROUTES).filter(([one]) => routes.test(one))) {
    const address = at?.(scene) ?? name.replace('GET ', '');
    const answer = await person.get(address, { maxRedirects: 0 });
    const isBroken = (await answer.text()).includes('Something broke on our side');
    answers.push([name, isBroken ? 'broken' : await outcomeOf(answer)]);
  }
  expect(answers.length, 'routes that were visited').toBeGreaterThan(5);
  return answers;
}

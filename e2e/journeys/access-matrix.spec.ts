import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { APIResponse } from '@playwright/test';
import { ACTIONS } from '../support/access/actions';
import { Door, outcomeOf, outcomeOfCode } from '../support/access/attempts';
import { READERS, WHO, type Who } from '../support/access/cells';
import { TRUE_CODES } from '../support/access/codes';
import { Database } from '../support/access/database';
import { gather, type People, signInByLink } from '../support/access/people';
import { Post } from '../support/access/post';
import { ROUTES } from '../support/access/routes';
import type { Scene, Try } from '../support/access/scene';
import { setScene, standingOf } from '../support/access/setting';
import { actionsInBuild, actionsInTree, addressesInBuild, routesInTree } from '../support/access/walk';
import { type AnotherPortal, startAnotherPortal } from '../support/another-portal';
import { type Applicant, inventApplicant } from '../support/applicant';
import { expect, test } from '../support/test';

const ROWS = { ...ROUTES, ...ACTIONS, ...TRUE_CODES };

test('every route and every action of the tree has its row in the matrix, and no row is left over', () => {
  expect(Object.keys(ROUTES).sort()).toEqual(routesInTree());
  expect(Object.keys(ACTIONS).sort()).toEqual(actionsInTree());
  expect([...actionsInBuild().keys()].filter((name) => !(name in ACTIONS))).toEqual([]);
  const listed = new Set(Object.keys(ROUTES).map((name) => name.split(' ')[1]));
  // The first two are Next's own pages for what is broken or absent.
  const known = (address: string) => ['/_global-error', '/_not-found'].includes(address) || listed.has(address);
  expect(addressesInBuild().filter((address) => !known(address))).toEqual([]);
});

test('a file that is served by its name is seen as a route', ({ page: _ }, testInfo) => {
  const folder = testInfo.outputPath('app');
  for (const file of ['icon2.png', 'favicon.ico', '(a)/b/sitemap.ts', '(a)/robots.ts', '_ui/icon.tsx', 'b/icon.tsx']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  expect(routesInTree(folder)).toEqual([
    'GET /b/icon',
    'GET /b/sitemap.xml',
    'GET /favicon.ico',
    'GET /icon2.png',
    'GET /robots.txt',
  ]);
});

test.describe('tried at a portal of its own', () => {
  let applicants: Record<'applicant' | 'other', Applicant>;
  let post: Post;
  let portal: AnotherPortal;
  let database: Database;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    applicants = { applicant: await inventApplicant(), other: await inventApplicant() };
    // Their mails fail, so that there is one to try again and one to settle.
    post = await Post.open({ refused: Object.values(applicants).map(({ email }) => email) });
    portal = await startAnotherPortal({
      SMTP_URL: `smtp://127.0.0.1:${post.port}`,
      MAIL_FROM: 'Portal <portal@example.org>',
    });
    database = new Database(portal.dataDir);
  });

  test.afterAll(async () => {
    await database.close();
    await portal.stop();
    await post.close();
  });

  test('each role gets from each route and action what the matrix says, and changes nothing where it is not served', async ({
    personWith,
    playwright,
    watch,
  }) => {
    test.setTimeout(300_000);
    watch.knows(portal.url);
    watch.expect(/.*/);
    const { people, pages, leave } = await gather(portal.url, { opener: playwright.request, personWith });
    const door = new Door(portal.url);
    const [wanted, found]: [string[], string[]] = [[], []];
    try {
      await signInByLink({ door, people }, await portal.link());
      const { scene, planted } = await setScene({ door, people, database, post, portal, applicants }, pages);
      await database.changes();
      for (const [name, one] of inOrder()) {
        Object.assign(scene, await standingOf(database, scene));
        wanted.push(...rowOf(name, one));
        found.push(...(await tried(name, one, { door, people, database, scene, planted })));
      }
    } finally {
      await leave();
    }
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });
});

type Stage = { door: Door; people: People; database: Database; scene: Scene; planted: string[] };

/** What becomes of each who tries. */
async function tried(name: string, one: Try, { door, people, database, scene, planted }: Stage): Promise<string[]> {
  const found: string[] = [];
  const knock = async (who: Who) => {
    const response = await door.knock(people[who], { name, one, scene });
    const mayKnow = READERS[who] === 'served' || who === 'applicant';
    const told = mayKnow ? '' : await toldOf([scene.number, ...planted], { response, sent: sentBy(one, scene) });
    found.push(`${name} | ${who} | ${await outcomeOf(response)}${await shown(response, one, scene)}${told}`);
  };
  const served = WHO.filter((who) => one.row[who] === 'served');
  // Whoever is refused tries first: nothing that the allowed do may hide a hole.
  await Promise.all(WHO.filter((who) => !served.includes(who)).map(knock));
  found.push(`${name} | those not served change | ${(await database.changes()).join(', ')}`);
  // One of the allowed comes before the others: the row says what is left for them. Whom alone it works for comes last.
  const first = served.slice(0, one.worksFor ? 0 : 1);
  const last = served.filter((who) => who === one.worksFor);
  for (const who of first) await knock(who);
  await Promise.all(served.filter((who) => ![...first, ...last].includes(who)).map(knock));
  for (const who of last) await knock(who);
  const altered = await database.changes();
  if (one.alters) found.push(`${name} | those served change something | ${altered.length > 0}`);
  return found;
}

/** Rows that take something away come last, in their own order. */
function inOrder(): [string, Try][] {
  return Object.entries(ROWS).sort(([, one], [, other]) => (one.last ?? 0) - (other.last ?? 0));
}

function rowOf(name: string, one: Try): string[] {
  const first = WHO.find((who) => one.row[who] === 'served');
  const outcome = (who: Who) => {
    if (one.row[who] !== 'served') return one.row[who];
    const says = who === one.worksFor ? undefined : one.says;
    const code = says ?? (who === first ? undefined : one.afterwards);
    return `${outcomeOfCode(code)}${one.shows?.to[who] === 'served' ? ', shown' : ''}`;
  };
  return [
    ...WHO.map((who) => `${name} | ${who} | ${outcome(who)}`),
    `${name} | those not served change | `,
    ...(one.alters ? [`${name} | those served change something | true`] : []),
  ];
}

async function shown(response: APIResponse, one: Try, scene: Scene): Promise<string> {
  return one.shows && (await allOf(response)).includes(one.shows.what(scene)) ? ', shown' : '';
}

/** To all who may not read it the application does not exist; the answer may repeat what was sent to it, and nothing else. */
async function toldOf(secrets: string[], { response, sent }: { response: APIResponse; sent: string }): Promise<string> {
  const text = await allOf(response);
  return secrets.some((secret) => !sent.includes(secret) && text.includes(secret)) ? ', and tells of it' : '';
}

async function allOf(response: APIResponse): Promise<string> {
  return `${JSON.stringify(response.headers())}${await response.text()}`;
}

function sentBy(one: Try, scene: Scene): string {
  return `${one.at?.(scene) ?? ''} ${JSON.stringify(one.send?.(scene) ?? {})}`;
}

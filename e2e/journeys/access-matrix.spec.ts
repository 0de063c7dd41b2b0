import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { APIResponse, Page } from '@playwright/test';
import { ACTIONS } from '../support/access/actions';
import { type Outcome, WHO, type Who } from '../support/access/cells';
import { ROUTES } from '../support/access/routes';
import type { Scene, Try } from '../support/access/scene';
import {
  actionsInBuild,
  actionsInTree,
  addressesInBuild,
  type BuiltAction,
  routesInTree,
} from '../support/access/walk';
import { apply, CALL, inventApplicant } from '../support/applicant';
import { copyCall } from '../support/calls';
import { inviteMember, signIn } from '../support/member';
import { surroundings } from '../support/surroundings';
import { expect, test } from '../support/test';

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

test('each role gets from each route and action what the matrix says', async ({ page, personWith, desk, watch }) => {
  test.setTimeout(300_000);
  watch.expect(/.*/);
  const people: Record<Who, Page> = {
    stranger: await personWith(),
    applicant: page,
    'other applicant': await personWith(),
    reviewer: await personWith(),
    'reviewer elsewhere': await personWith(),
    'reviewer of another call': await personWith(),
    editor: await personWith(),
    'editor elsewhere': await personWith(),
    'editor of another call': await personWith(),
    // Not the one of the other journeys: this one signs out.
    administrator: await personWith(),
  };
  const applicant = await inventApplicant();
  const { number } = await apply(people.applicant, applicant);
  const { number: otherNumber } = await apply(people['other applicant'], await inventApplicant());
  const scene = await setScene(desk, { number, otherNumber, people });
  const planted = [applicant.name, applicant.nameLatin, applicant.email];

  const cells: string[] = [];
  const found: string[] = [];
  const actions = actionsInBuild();
  for (const [name, one] of inOrder()) {
    for (const who of inTurn(one)) {
      const built = actions.get(name);
      const response =
        name in ROUTES ? await visit(people[who], name, one, scene) : await act(people[who], one, scene, built);
      cells.push(`${name} | ${who} | ${expectedOf(one, who)}`);
      found.push(`${name} | ${who} | ${await outcomeOf(response)}`);
      if (!MAY_READ.has(who))
        await tells(response, { nothingOf: [scene.number, ...planted], sent: sentBy(one, scene) });
    }
  }
  expect(cells.length).toBe(WHO.length * (Object.keys(ROUTES).length + Object.keys(ACTIONS).length));
  expect(found).toEqual(cells);
});

function expectedOf({ row, says }: Try, who: Who): string {
  const code = typeof says === 'string' ? says : says?.[who];
  return row[who] === 'served' ? outcomeOfCode(code) : row[who];
}

/** Rows that take something away come last, in their own order. */
function inOrder(): [string, Try][] {
  const all = [...Object.entries(ROUTES), ...Object.entries(ACTIONS)];
  return all.sort(([, one], [, other]) => (one.last ?? 0) - (other.last ?? 0));
}

/** Whoever is refused tries first: nothing that the allowed do may hide a hole. */
function inTurn(one: Try): Who[] {
  return [...WHO].sort((a, b) => Number(one.row[a] === 'served') - Number(one.row[b] === 'served'));
}

async function visit(person: Page, name: string, one: Try, scene: Scene): Promise<APIResponse> {
  const [method = 'GET', pattern = '/'] = name.split(' ');
  const address = one.at?.(scene) ?? pattern;
  return person.context().request.fetch(`${surroundings.url}${address}`, {
    method,
    maxRedirects: 0,
    failOnStatusCode: false,
    headers: { origin: surroundings.url },
    ...(one.send ? { multipart: one.send(scene) } : {}),
  });
}

/** Calls a server action as its form would with scripts on: React's own way of sending (state, form). */
async function act(person: Page, one: Try, scene: Scene, action: BuiltAction | undefined): Promise<APIResponse> {
  if (!action) throw new Error('an action that was not built');
  const form = new FormData();
  for (const [name, value] of Object.entries(one.send?.(scene) ?? {})) {
    for (const each of [value].flat()) form.append(`_1_${name}`, String(each));
  }
  // Last, because React reads the form when it meets this; an object would put a number first.
  form.append('0', '[{},"$K1"]');
  return person.context().request.fetch(`${surroundings.url}${action.page.replace('[code]', scene.number)}`, {
    method: 'POST',
    maxRedirects: 0,
    failOnStatusCode: false,
    headers: { origin: surroundings.url, 'next-action': action.id, accept: 'text/x-component' },
    multipart: form,
  });
}

async function outcomeOf(response: APIResponse): Promise<string> {
  const headers = response.headers();
  const goesTo = headers['x-action-redirect'] ?? headers.location ?? '';
  if (/^(?:https?:\/\/[^/]+)?\/sign-in(?:[?;]|$)/.test(goesTo)) return 'signed out';
  if (response.status() >= 300 && /\/\w\w\/my$/.test(goesTo)) return 'enter code';
  if (response.status() === 401) return 'signed out';
  if (response.status() === 403) return 'refused';
  if (response.status() === 404) return 'hidden';
  if (response.status() >= 500) return `broken, ${response.status()}`;
  const text = headers['content-type']?.includes('text/x-component') ? await response.text() : '';
  return outcomeOfCode(/"code":"(\w+)"/.exec(text)?.[1]);
}

function outcomeOfCode(code: string | undefined): string {
  const said: Record<string, Outcome> = { not_signed_in: 'signed out', not_found: 'hidden', not_allowed: 'refused' };
  return code ? (said[code] ?? `served, ${code}`) : 'served';
}

/** To all others the application does not exist: neither its number nor its applicant is told. */
const MAY_READ: ReadonlySet<Who> = new Set(['applicant', 'reviewer', 'editor', 'administrator']);

/** The answer may repeat what was sent to it, and nothing else of this. */
async function tells(response: APIResponse, { nothingOf, sent }: { nothingOf: string[]; sent: string }): Promise<void> {
  const text = `${JSON.stringify(response.headers())}${await response.text()}`;
  for (const secret of nothingOf) if (!sent.includes(secret)) expect(text, response.url()).not.toContain(secret);
}

function sentBy(one: Try, scene: Scene): string {
  return `${one.at?.(scene) ?? ''} ${JSON.stringify(one.send?.(scene) ?? {})}`;
}

type Cast = { number: string; otherNumber: string; people: Record<Who, Page> };

/** A second call, six members, and the ids that tries need. */
async function setScene(desk: Page, { number, otherNumber, people }: Cast): Promise<Scene> {
  const mark = randomBytes(4).toString('hex');
  await copyCall(`other-${mark}`);
  await desk.goto('/desk/settings');
  const idOfCall = (slug: string) => desk.locator(`#review-${slug} input[name="call"]`).first().inputValue();
  const [call, other] = [await idOfCall(CALL), await idOfCall(`other-${mark}`)];
  const places = { '': {}, ' elsewhere': { region: 'armenia' }, ' of another call': { call: other } } as const;
  for (const role of ['reviewer', 'editor'] as const) {
    for (const [where, grant] of Object.entries(places)) {
      const who = `${role}${where}` as Who;
      const address = `${who.replaceAll(' ', '-')}-${mark}@example.org`;
      await inviteMember(desk, { address, name: `${who} ${mark}`, role, ...grant });
      await signIn(people[who], address);
    }
  }
  const administrator = `administrator-${mark}@example.org`;
  await inviteMember(desk, { address: administrator, name: `administrator ${mark}`, role: 'administrator' });
  await signIn(people.administrator, administrator);
  await inviteMember(desk, { address: `spare-${mark}@example.org`, name: `spare ${mark}`, role: 'editor' });
  await desk.goto('/desk/settings');
  const idOf = (name: string) =>
    desk
      .locator('.set__member')
      .filter({ hasText: `${name} ${mark}` })
      .last()
      .locator('input[name="member"]')
      .first()
      .inputValue();
  const [member, reviewer] = [await idOf('spare'), await idOf('reviewer')];
  await desk.goto(`/desk/applications/${number}`);
  const document = /\/api\/documents\/([0-9a-f-]{36})/.exec(await desk.content())?.[1] ?? '';
  await desk.goto('/desk/outbox');
  const link = await desk.locator('a[href*="mail="]').filter({ hasText: number }).first().getAttribute('href');
  const mail = /mail=([0-9a-f-]{36})/.exec(link ?? '')?.[1] ?? '';
  const scene = { number, otherNumber, document, mail, call, member, reviewer };
  for (const [name, value] of Object.entries(scene)) expect(value, name).not.toBe('');
  return scene;
}

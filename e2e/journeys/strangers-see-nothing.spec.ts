import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { APIResponse } from '@playwright/test';
import { APPLY, apply, CALL, inventApplicant, openWithCode } from '../support/applicant';
import { openApplication } from '../support/member';
import { sendApplication } from '../support/sent';
import { mailFolder, surroundings } from '../support/surroundings';
import { expect, test } from '../support/test';

const PUBLIC = [
  '/en',
  `/en/calls/${CALL}`,
  APPLY,
  '/en/my',
  '/en/questions',
  '/en/privacy',
  '/en/cookies',
  '/en/imprint',
];

test('every door of the desk leads a stranger to the sign-in, and says nothing', async ({ page, personWith }) => {
  const applicant = await inventApplicant();
  const receipt = await sendApplication(page, applicant);
  const stranger = await personWith();
  for (const path of [
    '/desk',
    `/desk/applications/${receipt.number}`,
    '/desk/applications/APP-0000',
    '/desk/outbox',
    '/desk/settings',
  ]) {
    const answer = await stranger.goto(path);
    await expect(stranger, path).toHaveURL(/\/sign-in/);
    expect(await answer?.text(), path).not.toContain(applicant.nameLatin);
  }
});

test('a document is given to nobody who is not signed in', async ({ page, desk, request }) => {
  const receipt = await apply(page, await inventApplicant());
  await openApplication(desk, receipt.number);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  // The original is given out once it has been checked.
  const original = facts.getByRole('link', { name: 'CV', exact: true });
  await expect(async () => {
    await desk.reload();
    await expect(original).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 90_000 });
  const address = await original.getAttribute('href');
  expect(address).toMatch(/^\/api\/documents\//);

  const known = await request.get(address ?? '');
  const unknown = await request.get('/api/documents/00000000-0000-4000-8000-000000000000');
  expect(known.status()).toBe(unknown.status());
  expect([401, 403, 404]).toContain(known.status());
  expect(await known.body()).toEqual(await unknown.body());
  const asApplicant = await page.request.get(address ?? '');
  expect(asApplicant.status()).toBe(known.status());
});

test('an applicant sees her own application and no other', async ({ page, personWith }) => {
  const mine = await inventApplicant();
  const theirs = await inventApplicant();
  const receipt = await sendApplication(page, mine);
  const other = await personWith();
  await sendApplication(other, theirs);
  const elsewhere = await personWith();
  await openWithCode(elsewhere, receipt.code);
  await expect(elsewhere.getByRole('main')).toContainText(mine.cv.name);
  await expect(elsewhere.getByRole('main')).not.toContainText(theirs.cv.name);

  await elsewhere.getByRole('button', { name: 'Close on this device' }).click();
  await elsewhere.goto('/en/my/application');
  await expect(elsewhere.getByRole('main')).not.toContainText(mine.cv.name);
});

test('an unknown receipt code gets the same answer as a mistyped one', async ({ page, watch }) => {
  watch.expect(/status of 4(04|22)/);
  const texts: string[] = [];
  for (const code of ['0000 0000 0000 0000', 'ZZZZ ZZZZ ZZZZ ZZZZ', 'hello']) {
    await openWithCode(page, code);
    await expect(page.getByRole('textbox', { name: 'Receipt code' })).toHaveValue(code);
    texts.push((await page.getByRole('main').innerText()).replace(code, ''));
  }
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).toContain('We do not know this code.');
});

test('whether an address is a member’s is told to nobody', async ({ page, personWith }) => {
  const texts: string[] = [];
  for (const address of [surroundings.administrator, 'nobody@example.org']) {
    const person = address === surroundings.administrator ? page : await personWith();
    await person.goto('/sign-in');
    await person.getByLabel('Your mail address').fill(address);
    await person.getByRole('button', { name: 'Send me a link and a code' }).click();
    await expect(person.getByRole('status').filter({ hasText: 'a mail is on its way' })).toBeVisible();
    texts.push((await person.getByRole('main').innerText()).replaceAll(address, ''));
  }
  expect(texts[0]).toBe(texts[1]);
});

test('every answer carries the headers that protect its reader', async ({ request }) => {
  for (const path of [...PUBLIC, '/sign-in']) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(200);
    const headers = answer.headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).not.toContain('unsafe-inline');
    expect(policy, path).not.toContain('unsafe-eval');
    expect(policy, path).toMatch(/frame-ancestors '(none|self)'/);
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toMatch(/no-referrer|same-origin/);
    expect(headers['x-powered-by'], path).toBeUndefined();
    expect(cookiesOf(answer), path).toEqual([]);
  }
});

test('a form that another site sends is refused before it is read', async ({ request }) => {
  const answer = await request.post(APPLY, {
    headers: { origin: 'https://stranger.example', 'sec-fetch-site': 'cross-site' },
    multipart: { name: 'Mallory' },
  });
  expect(answer.status()).toBe(403);
});

test('what is no form is refused as that, and nothing of ours breaks over it', async ({ request }) => {
  for (const path of ['/sign-in', '/desk', '/desk/settings']) {
    const answer = await request.post(path, {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      data: 'nonsense',
    });
    expect(answer.status(), path).toBe(400);
    expect(await answer.text(), path).toBe('Something in this form cannot be right. Please look at it again.');
  }
});

test('a planted name lies nowhere in the store, the keys or the logs', async ({ page }) => {
  const applicant = await inventApplicant();
  const mark = applicant.nameLatin.split('-')[1] ?? '';
  await apply(page, applicant);
  const files = (await filesBelow(surroundings.dataDir)).filter((path) => !path.startsWith(mailFolder));
  expect(files.length).toBeGreaterThan(0);
  const holding: string[] = [];
  for (const path of files) {
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    if (path.includes(mark) || content.includes(mark)) holding.push(path);
  }
  expect(holding).toEqual([]);
});

test('a browser keeps an asset for a year, and never that there is none', async ({ request }) => {
  const page = await (await request.get(APPLY)).text();
  const asset = /\/assets\/[\w.-]+/.exec(page)?.[0] ?? '';
  expect((await request.get(asset)).headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  const newer = await request.get(asset.replace(/-\w+\./, '-NEWER999.'));
  expect(newer.status()).toBe(404);
  expect(newer.headers()['cache-control']).toBe('private, no-store');
});

test('nobody fills the memory: a long body is not read where only a short one makes sense', async ({ desk }) => {
  expect(await answerBeforeTheBody('/api/auth/signout')).toBe(413);
  const cookie = (await desk.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const [path, refused] of [
    ['/api/export', 422],
    ['/api/answers/preview', 404],
  ] as const) {
    expect(await answerBeforeTheBody(path), path).toBe(401);
    expect(await answerBeforeTheBody(path, { cookie }), path).toBe(refused);
  }
});

test('a form of the desk that does not say how long it is, is refused with a sentence', async () => {
  for (const path of ['/desk', '/sign-in']) {
    const body = Array.from({ length: 48 }, () => Buffer.alloc(64 * 1024, 'a'));
    const [status, text] = await answerToChunks(path, [Buffer.from(FORM_BEGINS), ...body, Buffer.from(FORM_ENDS)]);
    expect([path, status, text]).toEqual([
      path,
      413,
      'Something in this form cannot be right. Please look at it again.',
    ]);
  }
});

const FORM_BEGINS = '--form\r\ncontent-disposition: form-data; name="text"\r\n\r\n';
const FORM_ENDS = '\r\n--form--\r\n';

/** What is answered to a form whose length nobody says. */
function answerToChunks(path: string, chunks: Buffer[]): Promise<[number | undefined, string]> {
  const headers = { 'content-type': 'multipart/form-data; boundary=form', 'accept-language': 'en' };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(new URL(path, surroundings.url), { method: 'POST', headers });
    sent.once('response', async (answer) => {
      resolve([answer.statusCode, Buffer.concat(await answer.toArray()).toString('utf8')]);
    });
    sent.once('error', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

/** The status of what is answered to somebody who has announced a form of 2 MiB and not begun to send it. */
function answerBeforeTheBody(path: string, who: OutgoingHttpHeaders = {}): Promise<number | undefined> {
  const headers = { ...who, 'content-type': 'application/x-www-form-urlencoded', 'content-length': 2 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(new URL(path, surroundings.url), { method: 'POST', headers });
    sent.once('response', (answer) => {
      resolve(answer.statusCode);
      sent.destroy();
    });
    sent.once('error', reject);
    sent.flushHeaders();
  });
}

function cookiesOf(answer: APIResponse): string[] {
  return answer
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => value);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

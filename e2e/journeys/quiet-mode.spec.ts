import { join, relative } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { simpleParser } from 'mailparser';
import { type AnotherPortal, startAnotherPortal } from '../support/another-portal';
import { APPLY, CALL, CHECKED, readReceipt, sendForm, slotOf } from '../support/applicant';
import { inDatabase } from '../support/database';
import { type FileToSend, makeDocx, makePdf, makeText } from '../support/documents';
import { filesBelow, Secrets } from '../support/secrets';
import { expect, test } from '../support/test';

const NEUTRAL = 'notes@example.net';
const ONION = `http://${'a'.repeat(56)}.onion`;

let portal: AnotherPortal;
const secrets = new Secrets();
const asked: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(240_000);
  portal = await startAnotherPortal({
    MAIL_FROM: 'Caucasus Watch <portal@caucasuswatch.example>',
    MAIL_FROM_QUIET: `Notes <${NEUTRAL}>`,
    LOG_LEVEL: 'trace',
    ONION_LOCATION: ONION,
  });
});

test.afterAll(async () => {
  await portal.stop();
});

/** Everything that stands in a server's log, a browser's history or a proxy's: address and referrer. */
function listenTo(context: BrowserContext): void {
  context.on('request', (request) => asked.push(`${request.url()} ${request.headers().referer ?? ''}`));
}

async function openDesk(page: Page): Promise<void> {
  await page.goto(await portal.link());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/desk/);
}

test('the search itself finds a word in every spelling a program may give it', () => {
  const probe = new Secrets();
  const word = probe.georgian('planted');
  const bytes = Buffer.from(`-${word}-`, 'utf8');
  const wide = Buffer.from(`-${word}-`, 'utf16le');
  for (const written of [bytes, wide, bytes.toString('hex'), bytes.toString('base64'), wide.toString('base64')])
    expect(probe.foundIn(written)).toEqual(['planted']);
  expect(probe.foundIn(`https://portal.example/?q=${encodeURIComponent(word)}`)).toEqual(['planted']);
  expect(probe.foundIn(JSON.stringify({ word }))).toEqual(['planted']);
  expect(probe.foundIn(word.slice(1))).toEqual([]);
});

test('a quiet journey leaves nothing readable outside what is sealed', async ({ page, personWith, watch }) => {
  test.setTimeout(240_000);
  watch.knows(portal.url);
  listenTo(page.context());
  const desk = await personWith();
  listenTo(desk.context());

  const name = secrets.georgian('name');
  const workingName = secrets.latin('working name');
  const email = `${secrets.latin('address')}@example.org`;
  const names = {
    cv: `${secrets.georgian('name of the CV')}.pdf`,
    letter: `${secrets.latin('name of the letter')}.docx`,
    // Shown from right to left it reads as a picture.
    sample: `${secrets.latin('name of the sample')}\u202Egpj.txt`,
    newer: `../${secrets.latin('name of the newer CV')}.pdf`,
  };
  const inside = { latin: secrets.latin('words of the sample'), georgian: secrets.georgian('words of the letter') };

  await page.goto(`${portal.url}${APPLY}`);
  await page.getByLabel('Your name', { exact: true }).fill(name);
  await page.getByLabel('In Latin letters').fill(secrets.latin('name in Latin letters'));
  await page.getByLabel('E-mail', { exact: false }).first().fill(email);
  await page.getByRole('checkbox', { name: 'Georgia', exact: true }).check();
  await page.getByLabel('The place you know best').fill(secrets.georgian('place'));
  await page.getByLabel('How you would like to work with us').fill(secrets.latin('cooperation'));
  await page.getByRole('checkbox', { name: 'I write in Georgian' }).check();
  await page.getByRole('checkbox', { name: /Quiet mode/ }).check();
  await page.getByLabel('Working name').fill(workingName);
  await page.getByRole('checkbox', { name: /The editors and reviewers of this call may read/ }).check();
  const choose = (field: 'cv' | 'coverLetter' | 'writingSample', file: FileToSend) =>
    slotOf(page, field).locator(`input[type="file"][name="${field}"]`).setInputFiles(file);
  await choose('cv', await makePdf(secrets.latin('words of the CV'), names.cv));
  await expect(slotOf(page, 'cv')).toContainText('Ready', CHECKED);
  await page.getByRole('button', { name: 'Save and continue later' }).first().click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved at' })).toBeVisible();
  await choose('coverLetter', await makeDocx(inside.georgian, names.letter));
  await choose('writingSample', makeText(`${inside.latin} ${inside.georgian}`, names.sample));
  await sendForm(page);
  const receipt = await readReceipt(page);
  await expect(page.getByRole('main')).toContainText(workingName);

  await openDesk(desk);
  await desk.goto(`${portal.url}/desk/applications/${receipt.number}`);
  const facts = desk.getByRole('complementary', { name: 'Application' });
  await expect(facts).toContainText(workingName);
  await expect(facts).not.toContainText(name);
  await expect(facts).not.toContainText(email);
  const download = desk.waitForEvent('download');
  await facts.getByRole('link', { name: 'Writing sample' }).first().click();
  await (await download).path();
  await facts.getByRole('link', { name: 'Ask' }).click();
  const answer = desk.getByRole('region', { name: 'Answer' });
  await answer.getByLabel('Subject').fill(secrets.latin('subject of the answer'));
  await answer.getByLabel('Text of the answer').fill(secrets.georgian('text of the answer'));
  await answer.getByRole('button', { name: 'Send now' }).click();
  await expect(facts).toContainText('the answer went out');

  await page.goto(`${portal.url}/en/my/application`);
  await page.getByText('Write to the editors').click();
  await page.getByLabel('Your message').fill(secrets.latin('reply'));
  await page.getByRole('button', { name: 'Send message' }).click();
  const row = page.getByRole('listitem').filter({ hasText: names.cv });
  await row.locator('summary').filter({ hasText: 'Replace' }).click();
  await row.locator('input[type="file"]').setInputFiles(await makePdf('A newer CV', names.newer));
  await row.getByRole('button', { name: 'Send this file' }).click();
  // The page is loaded anew once the file is here; until then its name stands beside the earlier one's.
  await expect(row).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText(names.newer.slice(3));
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download what you sent and our messages' }).click();
  await (await saved).path();

  await page.getByText('Show my name to the editors').click();
  await page.getByRole('button', { name: 'Show my name' }).click();
  await expect(page.getByRole('main')).toContainText('You have shown the editors your name');
  await desk.reload();
  await expect(facts).toContainText(name);
  await expect(facts).toContainText(email);
  await expect(facts).toContainText('Showed name and address');

  await expect.poll(async () => (await mailsTo(email)).length, { timeout: 20_000 }).toBe(2);
  const mails = await allMails();
  for (const { parsed, to } of mails) {
    const { headers: _, to: __, headerLines, ...rest } = parsed;
    const readable = JSON.stringify(rest) + headerLines.filter(({ key }) => key !== 'to').map(({ line }) => line);
    expect(secrets.foundIn(readable), `a mail to ${to.includes('@example.org') ? 'the applicant' : to}`).toEqual([]);
  }
  for (const { parsed, raw } of mails.filter(({ to }) => to === email)) {
    expect(parsed.from?.value).toEqual([{ name: 'Notes', address: NEUTRAL }]);
    expect(parsed.subject).toBe('Something new');
    expect(parsed.text?.trim()).toBe('Something new is waiting for you.\nUse your code to read it.');
    expect(parsed.html).toBe(false);
    expect(parsed.attachments).toEqual([]);
    expect(raw).not.toMatch(/caucasus|redaktion|APP-|http/i);
    // The search sees what is there: the one place where the address may stand.
    expect(secrets.foundIn(raw)).toEqual(['address']);
  }

  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((line) => secrets.foundIn(line).length > 0)).toEqual([]);
  expect(secrets.foundIn(portal.output()), 'the console').toEqual([]);
  const metrics = await page.request.get(`${portal.url}/metrics`);
  expect(secrets.foundIn(await metrics.body()), 'the metrics').toEqual([]);
  expect(await foundOnDisk(), 'the data folder').toEqual([]);
  expect(await foundInDatabase(), 'the database').toEqual([]);
});

test('with "no mail at all" none is sent, and the answer waits behind the code', async ({ page, watch }) => {
  watch.knows(portal.url);
  const email = 'none.at.all@example.org';
  await page.goto(`${portal.url}${APPLY}`);
  await page.getByLabel('Your name', { exact: true }).fill('Nobody');
  await page.getByLabel('E-mail', { exact: false }).first().fill(email);
  await page.getByRole('checkbox', { name: 'Georgia', exact: true }).check();
  await page.getByRole('checkbox', { name: 'I write in Georgian' }).check();
  await page.getByRole('checkbox', { name: /Send me no e-mail at all/ }).check();
  await page.getByRole('checkbox', { name: /The editors and reviewers of this call may read/ }).check();
  for (const field of ['cv', 'coverLetter', 'writingSample'] as const)
    await slotOf(page, field)
      .locator(`input[type="file"][name="${field}"]`)
      .setInputFiles(await makePdf('A page.', `${field}.pdf`));
  await sendForm(page);
  const { number } = await readReceipt(page);
  await expect.poll(async () => (await allMails()).some(({ parsed }) => parsed.subject?.includes(number))).toBe(true);
  expect(await mailsTo(email)).toEqual([]);
});

for (const javaScriptEnabled of [true, false]) {
  test(`"leave quickly" ends the session and leaves nothing behind, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    personWith,
    watch,
  }) => {
    watch.knows(portal.url);
    watch.expect(/wikipedia/);
    const page = await personWith({ javaScriptEnabled });
    await page.route('https://www.wikipedia.org/', (route) => route.fulfill({ body: 'An encyclopedia.' }));
    await page.goto(`${portal.url}${APPLY}`);
    await page.getByLabel('Your name', { exact: true }).fill('Somebody');
    await slotOf(page, 'cv')
      .locator('input[type="file"]')
      .setInputFiles(await makePdf('A page.', 'cv.pdf'));
    await page.getByRole('button', { name: 'Save and continue later' }).first().click();
    const code = (await page.getByRole('status').filter({ hasText: 'Saved at' }).locator('.code').innerText()).trim();
    await page.goto(`${portal.url}/en/my`);
    await page.getByRole('textbox', { name: 'Receipt code' }).fill(code.replace(/\s+/g, ' '));
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(page).toHaveURL(/\/my\/application$/);
    expect((await page.context().cookies()).map(({ name }) => name)).toContain('redaktion-receipt');

    await page.getByRole('button', { name: 'Leave quickly' }).click();
    await expect(page.getByText('An encyclopedia.')).toBeVisible();
    await expect.poll(async () => page.context().cookies()).toEqual([]);
    await page.goto(`${portal.url}/en/my/application`);
    await expect(page).toHaveURL(/\/en\/my$/);
    expect(await page.evaluate(() => sessionStorage.length).catch(() => 0)).toBe(0);
  });
}

test('leaving tells the browser to clear what this site left in it', async ({ request }) => {
  for (const path of ['/en/my/leave', '/en/my/leave?quickly']) {
    const headers = (await request.post(`${portal.url}${path}`)).headers();
    expect(headers['clear-site-data']).toBe('"cache", "storage"');
    expect(headers['cache-control']).toContain('no-store');
    expect(headers.refresh).toBe(path.endsWith('quickly') ? '0; url=https://www.wikipedia.org/' : undefined);
  }
});

test('the onion address is offered on public pages, with their path, and on no other', async ({ request }) => {
  const offered = async (path: string) => (await request.get(`${portal.url}${path}`)).headers()['onion-location'];
  for (const path of ['/ka', '/en/privacy', `/hy/calls/${CALL}`]) expect(await offered(path)).toBe(ONION + path);
  for (const path of ['/en/my', APPLY, '/en/nothing-here', '/sign-in', '/healthz'])
    expect(await offered(path)).toBeUndefined();
});

test('no page of a person may be kept, and none says where its reader came from', async ({ page, request }) => {
  const pages = [
    '/en/my',
    '/en/my/application',
    '/en/my/withdraw',
    '/en/my/erase',
    '/en/my/download',
    '/en/my/name',
    '/en/questions',
    APPLY,
  ];
  for (const path of [...pages, '/en/my/application/receipt.txt', '/en/nothing-here', '/desk', '/sign-in']) {
    const answer = await request.get(`${portal.url}${path}`, { maxRedirects: 0 });
    expect(answer.headers()['cache-control'], path).toMatch(/no-store/);
    expect(answer.headers()['referrer-policy'], path).toMatch(/^(no-referrer|same-origin)$/);
  }
  for (const path of ['', '/privacy', '/cookies', '/imprint']) {
    const { 'cache-control': kept = '', 'referrer-policy': referrer } = (
      await page.request.get(`${portal.url}/en${path}`)
    ).headers();
    expect([path, kept, referrer]).toEqual([path, 'private, no-cache', 'no-referrer']);
  }
});

type Mail = { parsed: Awaited<ReturnType<typeof simpleParser>>; to: string; raw: string };

async function allMails(): Promise<Mail[]> {
  const files = await filesBelow(join(portal.dataDir, 'mail')).catch(() => []);
  return Promise.all(
    files
      .filter(({ path }) => path.endsWith('.eml'))
      .map(async ({ content }) => {
        const parsed = await simpleParser(content);
        const to = [parsed.to ?? []].flat().flatMap((list) => list.value.map((one) => one.address ?? ''));
        return { parsed, to: to.join(), raw: content.toString('utf8') };
      }),
  );
}

async function mailsTo(address: string): Promise<Mail[]> {
  return (await allMails()).filter(({ to }) => to === address);
}

/** Names and bytes of every file: the database's own, its log and its journal, the store, the keys. */
async function foundOnDisk(): Promise<string[]> {
  const files = await filesBelow(portal.dataDir);
  expect(files.length).toBeGreaterThan(100);
  return files.flatMap(({ path, content }) => {
    const place = relative(portal.dataDir, path);
    // Mails to the applicant carry the address they go to; what else is in them is looked at by itself.
    const found = [...secrets.foundIn(place), ...(place.startsWith('mail') ? [] : secrets.foundIn(content))];
    return found.map((what) => `${what} in ${place}`);
  });
}

/** Every row of every table as text; bytes come as hex, which is searched too. */
async function foundInDatabase(): Promise<string[]> {
  return inDatabase(async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    expect(tables.length).toBeGreaterThan(15);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ line: string }[]>(`select t::text as line from ${name} t`);
      for (const { line } of rows) found.push(...secrets.foundIn(line).map((what) => `${what} in ${name}`));
    }
    return found;
  }, portal.dataDir);
}

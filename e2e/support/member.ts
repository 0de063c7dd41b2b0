import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { ParsedMail } from 'mailparser';
import { linksIn, mails, mailTo, waitForMail } from './mailbox';
import { surroundings } from './surroundings';
import { expect } from './test';

/** Signs a member in by the link in the mail, in the browser that asked for it. */
export async function signIn(page: Page, address = surroundings.administrator): Promise<void> {
  const mail = await askForSignIn(page, address);
  await page.goto(signInLinkIn(mail));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/desk/);
}

export async function askForSignIn(page: Page, address: string): Promise<ParsedMail> {
  const earlier = new Set((await mails()).map((mail) => mail.messageId));
  await page.goto('/sign-in');
  await page.getByLabel('Your mail address').fill(address);
  await page.getByRole('button', { name: 'Send me a link and a code' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'a mail is on its way' })).toBeVisible();
  return waitForMail(
    (mail) => mailTo(address)(mail) && !earlier.has(mail.messageId) && linksIn(mail).some(isSignInLink),
    `with a sign-in link to ${address}`,
  );
}

export function signInLinkIn(mail: ParsedMail): string {
  const link = linksIn(mail).find(isSignInLink);
  if (!link) throw new Error(`No sign-in link in the mail “${mail.subject}”.`);
  return link;
}

const CODE = /\b(\d{3})\s?(\d{3})\b/;

export function holdsCode(mail: ParsedMail): boolean {
  return CODE.test(mail.text ?? '');
}

export function codeIn(mail: ParsedMail): string {
  const found = CODE.exec(mail.text ?? '');
  if (!found) throw new Error(`No code of six digits in the mail “${mail.subject}”.`);
  return `${found[1]}${found[2]}`;
}

function isSignInLink(link: string): boolean {
  return new URL(link).pathname.startsWith('/sign-in');
}

export async function openApplication(page: Page, number: string): Promise<void> {
  await page.goto(`/desk/applications/${number}`);
  await expect(page.getByRole('complementary', { name: 'Application' })).toContainText(number);
}

/** Its file has been checked and made readable: from here on the page changes by itself no more. */
export async function untilReadable(page: Page): Promise<void> {
  await expect(page.getByText(/This file is still being checked|We are preparing this document/)).toHaveCount(0, {
    timeout: 90_000,
  });
}

/** Somebody new each time, because the portal sends one member few sign-in mails. */
export async function inviteSomebody(desk: Page, role = 'editor'): Promise<{ address: string; name: string }> {
  const mark = randomBytes(4).toString('hex');
  const somebody = { address: `${role}-${mark}@example.org`, name: `${role} ${mark}` };
  await inviteMember(desk, { ...somebody, role });
  return somebody;
}

/** React has compared the whole page with what it would have written: from here on a test may change texts in it. */
export async function untilTakenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('body :is(a[href], button, form)')].every((element) =>
      Object.keys(element).some((key) => key.startsWith('__reactFiber')),
    ),
  );
}

type Invited = { address: string; name: string; role: string; region?: string; call?: string };

/** Invites a member in the settings, as the administrator would. */
export async function inviteMember(
  desk: Page,
  { address, name, role, region = '', call = '' }: Invited,
): Promise<void> {
  await desk.goto('/desk/settings');
  const more = desk.locator('details').filter({ has: desk.locator('input[name="address"][type="email"]') });
  const form = more.filter({ has: desk.locator('select[name="role.0"]') }).last();
  await form.locator('summary').first().click();
  await form.locator('input[name="name"]').fill(name);
  await form.locator('input[name="address"]').fill(address);
  await form.locator('select[name="role.0"]').selectOption(role);
  await form.locator('select[name="region.0"]').selectOption(region);
  await form.locator('select[name="call.0"]').selectOption(call);
  await form.getByRole('button', { name: 'Invite' }).click();
  await expect(desk).toHaveURL(/#members$/);
  await expect(desk.locator('.set__member').filter({ hasText: address })).toBeVisible();
}

import type { Page } from '@playwright/test';
import type { ParsedMail } from 'mailparser';
import { CALL, CHECKED } from '../support/applicant';
import { axeClean } from '../support/axe';
import { makePdf } from '../support/documents';
import { mailTo, waitForMail } from '../support/mailbox';
import { expect, test } from '../support/test';
import { LANGUAGES, type Language, plainTextsOf, textsOf } from '../support/texts';

/** Names as people write them: one word is enough, in any script, without Latin letters. */
const NAMES: Record<Language, { name: string; speaks: string | undefined; tag: string }> = {
  en: { name: 'Ann', speaks: undefined, tag: 'en-GB' },
  de: { name: 'Jürgen Weiß', speaks: undefined, tag: 'de-DE' },
  ru: { name: 'Зарема', speaks: 'ru', tag: 'ru-RU' },
  ka: { name: 'ნინო', speaks: 'ka', tag: 'ka-GE' },
  hy: { name: 'Արմեն', speaks: 'hy', tag: 'hy-AM' },
  az: { name: 'Gülnarə', speaks: 'az', tag: 'az-Latn-AZ' },
};
const PUBLIC = ['', `/calls/${CALL}`, '/questions', '/privacy', '/cookies', '/imprint'];
const ENGLISH = /\b(the|and|your|you|with|from|this|please)\b/i;

/** English sentences that this language says otherwise. */
function englishThatMustNotStand(language: Language): string[] {
  const own = new Map(plainTextsOf(language));
  return plainTextsOf('en')
    .filter(([key, text]) => text.length > 12 && own.get(key) !== text)
    .map(([, text]) => text);
}

function expectNoEnglish(text: string, language: Language, where: string): void {
  if (language === 'en') return;
  expect(ENGLISH.exec(text.replaceAll('Tor Browser', ''))?.[0] ?? null, `an English word on ${where}`).toBeNull();
  expect(
    englishThatMustNotStand(language).filter((sentence) => text.includes(sentence)),
    `English on ${where}`,
  ).toEqual([]);
}

async function look(page: Page, language: Language, where: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  expectNoEnglish(await page.locator('body').innerText(), language, where);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
  await axeClean(page);
  if (language !== 'en' && language !== 'ka') return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await axeClean(page);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function alternatives(page: Page): Promise<Record<string, string>> {
  const links = await page
    .locator('link[rel="alternate"][hreflang]')
    .evaluateAll((all) => all.map((one) => [one.getAttribute('hreflang') ?? '', one.getAttribute('href') ?? '']));
  return Object.fromEntries(links);
}

for (const [index, language] of LANGUAGES.entries()) {
  const t = textsOf(language);
  const { name, speaks, tag } = NAMES[language];
  const width = index % 2 === 0 ? 1280 : 390;

  test.describe(`in ${language}, ${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('public pages are in this language alone and name the others', async ({ page }) => {
      test.setTimeout(120_000);
      for (const path of PUBLIC) {
        await page.goto(`/${language}${path}`);
        const origin = new URL(page.url()).origin;
        const expected = Object.fromEntries(LANGUAGES.map((other) => [other, `${origin}/${other}${path}`]));
        expect(await alternatives(page)).toEqual({
          ...expected,
          'x-default': path === '' ? `${origin}/` : `${origin}/en${path}`,
        });
        await look(page, language, path);
      }
    });

    test('somebody applies and follows the application to its status', async ({ page, watch }) => {
      test.setTimeout(180_000);
      watch.expect(/status of 4(04|22)/);
      const email = `${language}.${Date.now()}@example.org`;
      await page.goto(`/${language}/calls/${CALL}/apply`);
      await look(page, language, 'the form');
      await page.getByRole('button', { name: t('apply.send') }).click();
      await expect(page.locator('#outcome')).toBeFocused();
      await look(page, language, 'the form with faults');

      await page.locator('input[name="name"]').fill(name);
      await page.locator('input[name="email"]').fill(email);
      await page.locator('input[name="region"]').first().check();
      await page.locator('input[name="writes"]').first().check();
      await page.locator('input[name="consent"]').check();
      for (const field of ['cv', 'coverLetter', 'writingSample'])
        await page.locator(`input[type="file"][name="${field}"]`).setInputFiles(await makePdf(name, `${name}.pdf`));
      for (const field of ['cv', 'coverLetter', 'writingSample'])
        await expect(page.locator(`#${field}`)).toContainText(t('checks.own.ready'), CHECKED);
      await look(page, language, 'the form with its files');
      await page.getByRole('button', { name: t('apply.send') }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('receipt.heading'));
      const main = page.getByRole('main');
      await expect(main.locator('bdi', { hasText: name }).first()).toHaveText(name);
      if (speaks) await expect(main.locator(`bdi[lang="${speaks}"]`).first()).toHaveText(name);
      await expect(main).toContainText(today(tag));
      await look(page, language, 'the receipt');

      const mail = await waitForMail(mailTo(email), `to ${email}`);
      expect(mail.headers.get('content-language') ?? language).toBe(language);
      expect(mail.html).toContain(`lang="${language}"`);
      expect(mail.text).toContain(t('mails.received.title'));
      expect(mail.text?.replace(/\s+/g, ' ')).toContain(dayIn(tag));
      expectNoEnglish(wordsOf(mail), language, 'the mail');

      for (const path of ['/my/application', '/my/withdraw', '/my/erase']) {
        await page.goto(`/${language}${path}`);
        await look(page, language, path);
      }
      await page.getByRole('button', { name: t('endings.eraseDo') }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('endings.erasedTitle'));
      await look(page, language, 'the certificate');
      await page.goto(`/${language}/my`);
      await page.locator('input[name="code"]').fill('0000 0000 0000 0000');
      await page.getByRole('button', { name: t('my.open'), exact: true }).click();
      await look(page, language, 'an unknown code');
    });
  });
}

function today(tag: string): string {
  return new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'Asia/Tbilisi' }).format(new Date());
}

function dayIn(tag: string): string {
  return new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'Asia/Tbilisi',
  }).format(new Date());
}

/** The mail's words without its addresses. */
function wordsOf(mail: ParsedMail): string {
  return (mail.text ?? '').replace(/https?:\S+|\S+@\S+/g, '');
}

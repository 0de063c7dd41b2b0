import { CALL, EDITORIAL_INBOX, QUESTIONS_INBOX } from '../support/applicant';
import { axeClean } from '../support/axe';
import { expect, test } from '../support/test';

const LOCALES = ['en', 'de', 'ru', 'ka', 'hy', 'az'];
const PAGES = [
  '',
  `/calls/${CALL}`,
  `/calls/${CALL}/apply`,
  '/questions',
  '/privacy',
  '/cookies',
  '/imprint',
  '/my',
  '/my/lost',
  '/contact/questions',
  `/contact/questions?call=${CALL}`,
  `/contact/editorial?call=${CALL}`,
  '/contact/privacy',
  '/nothing-here',
];

const ADDRESS = /[\p{L}\p{N}._%+-]+\s*@\s*[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const NAMED: Record<string, string> = { commat: '@', period: '.', lt: '<', gt: '>', quot: '"', amp: '&', nbsp: ' ' };

/** What a program that collects addresses makes of a page: every disguise in common use undone. */
function collected(html: string): string[] {
  const readings = [html, withoutTags(html, ''), withoutTags(html, ' ')].flatMap((reading) => {
    const plain = percentDecoded(entitiesDecoded(entitiesDecoded(reading)));
    return [plain, signsWritten(plain), [...plain].reverse().join('')];
  });
  return [...new Set(readings.flatMap((reading) => reading.match(ADDRESS) ?? []))];
}

function withoutTags(html: string, gap: string): string {
  return html.replaceAll(/<!--.*?-->/gs, gap).replaceAll(/<[^>]*>/g, gap);
}

function entitiesDecoded(text: string): string {
  return text
    .replaceAll(/&#x([0-9a-f]+);?/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(\w+);/g, (whole, name: string) => NAMED[name] ?? whole);
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function signsWritten(text: string): string {
  return text
    .replaceAll(/\s*[[({<]\s*(?:at|ät)\s*[\])}>]\s*/gi, '@')
    .replaceAll(/\s*[[({<]\s*(?:dot|punkt|точка)\s*[\])}>]\s*/gi, '.')
    .replaceAll(/(\S+)\s+at\s+(\S+)\s+dot\s+(\S+)/gi, '$1@$2.$3');
}

test('the collector finds every disguise in common use', () => {
  for (const html of [
    'me@example.org',
    '<a href="mailto:me@example.org">',
    '&#109;&#101;&#64;&#101;&#120;ample.org',
    '&#x6d;e&#x40;example.org',
    'me&commat;example&period;org',
    '%6D%65%40example%2Eorg',
    'me [at] example [dot] org',
    'me (at) example.org',
    'me at example dot org',
    'me@<span>exam</span>ple.org',
    'me<!-- no -->@example.org',
    'gro.elpmaxe@em',
  ])
    expect(collected(html), html).toContain('me@example.org');
});

test('no page that anybody can fetch holds a mail address, in any language or disguise', async ({ page, watch }) => {
  watch.expect(/status of 404/);
  for (const locale of LOCALES) {
    for (const path of PAGES) {
      const answer = await page.request.get(`/${locale}${path}`);
      const html = await answer.text();
      expect(collected(html), `/${locale}${path}`).toEqual([]);
      expect(html, `/${locale}${path}`).not.toMatch(/mailto/i);
      for (const address of [EDITORIAL_INBOX, QUESTIONS_INBOX])
        expect(entitiesDecoded(html), `/${locale}${path}`).not.toContain(address);
    }
  }
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a person reads the address after pressing one button', { tag: '@phone' }, async ({ page }) => {
      const look = javaScriptEnabled ? axeClean : async () => {};
      for (const [from, address] of [
        ['/en/questions', QUESTIONS_INBOX],
        [`/en/calls/${CALL}`, QUESTIONS_INBOX],
      ] as const) {
        await page.goto(from);
        await page.getByRole('main').getByRole('link', { name: 'show the address' }).first().click();
        await look(page);
        await page.getByRole('button', { name: 'Show the address' }).click();
        await expect(page.getByRole('link', { name: address })).toHaveAttribute('href', `mailto:${address}`);
        const { pathname, search } = new URL(page.url());
        const inGerman = page.getByRole('banner').locator('a[hreflang="de"]').first();
        await expect(inGerman).toHaveAttribute('href', pathname.replace('/en/', '/de/') + search);
        await look(page);
      }
    });
  });
}

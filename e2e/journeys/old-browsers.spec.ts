import {
  APPLY,
  CHECKED,
  chooseFile,
  fillAnswers,
  inventApplicant,
  readReceipt,
  sendForm,
  slotOf,
} from '../support/applicant';
import { MEGABYTE, pdfOf } from '../support/documents';
import { SLOW, slowDown } from '../support/line';
import { expect, test } from '../support/test';

/** What a telephone of 2019 does not know: the script is written for browsers of ES2018. */
function forgetWhatIsNew(): void {
  const unknown: [object, string[]][] = [
    [SubmitEvent.prototype, ['submitter']],
    [HTMLFormElement.prototype, ['requestSubmit']],
    [Element.prototype, ['replaceChildren']],
    [Document.prototype, ['replaceChildren']],
    [DocumentFragment.prototype, ['replaceChildren']],
    [Blob.prototype, ['arrayBuffer', 'bytes', 'stream', 'text']],
    [
      Array.prototype,
      ['at', 'findLast', 'findLastIndex', 'flat', 'flatMap', 'toSorted', 'toReversed', 'toSpliced', 'with'],
    ],
    [String.prototype, ['at', 'replaceAll', 'matchAll', 'trimEnd', 'trimStart', 'isWellFormed']],
    [Object, ['fromEntries', 'groupBy', 'hasOwn']],
    [Promise, ['allSettled', 'any', 'try', 'withResolvers']],
    [AbortSignal, ['any', 'timeout']],
    [Crypto.prototype, ['randomUUID']],
    // Not for their age: careful people switch them off.
    [Navigator.prototype, ['sendBeacon']],
    [Element.prototype, ['checkVisibility', 'setHTMLUnsafe']],
    [window, ['structuredClone', 'queueMicrotask', 'requestIdleCallback', 'CompressionStream']],
  ];
  for (const [holder, names] of unknown) for (const name of names) Reflect.deleteProperty(holder, name);
  const parents: ParentNode[] = [Document.prototype, Element.prototype, DocumentFragment.prototype];
  for (const parent of parents)
    for (const name of ['querySelector', 'querySelectorAll'] as const) {
      const known = parent[name] as (selector: string) => unknown;
      const older = function (this: ParentNode, selector: string) {
        if (/:(?:is|where|has)\(/.test(selector)) throw new DOMException(selector, 'SyntaxError');
        return known.call(this, selector);
      };
      Object.defineProperty(parent, name, { value: older });
    }
}

test.beforeEach(({ page }) => page.addInitScript(forgetWhatIsNew));

test('an old telephone sends an application, and saves it while a file is on its way', async ({ page }) => {
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await fillAnswers(page, applicant);
  await chooseFile(page, 'coverLetter', applicant.coverLetter);
  await chooseFile(page, 'writingSample', applicant.writingSample);
  for (const field of ['coverLetter', 'writingSample'] as const)
    await expect(slotOf(page, field).locator('.slot__state')).toHaveText('Ready', CHECKED);
  await slowDown(page, SLOW);
  await chooseFile(page, 'cv', await pdfOf(2 * MEGABYTE));
  await page.getByRole('button', { name: 'Save and continue later' }).first().click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved at' })).toBeVisible({ timeout: 30_000 });
  await expect(page).toHaveURL(APPLY);
  await expect(slotOf(page, 'cv')).toHaveAttribute('data-state', 'going');

  await sendForm(page);
  await expect(page.getByText('Your documents are still on their way.')).toBeVisible();
  await slowDown(page, null);
  await readReceipt(page);
  await expect(page.getByRole('main')).toContainText('large.pdf');
});

test('what an old telephone cannot do takes nothing else with it', async ({ page, watch }) => {
  watch.expect(/no such thing here/);
  await page.addInitScript(() => {
    window.FormData = class {
      constructor() {
        throw new TypeError('no such thing here');
      }
    } as unknown as typeof FormData;
    const found = Document.prototype.getElementById;
    Document.prototype.getElementById = function (id: string) {
      if (id === 'outcome') throw new TypeError('no such thing here');
      return found.call(this, id);
    };
  });
  const applicant = await inventApplicant();
  await page.goto(APPLY);
  await chooseFile(page, 'cv', applicant.cv);
  await expect(slotOf(page, 'cv').locator('.slot__state')).toHaveText('Ready', CHECKED);
  await fillAnswers(page, applicant);
  await expect(page.locator('aside [data-needed=done] [data-needs=name]')).toBeVisible();
});

test('whoever has beacons switched off leaves as quickly', async ({ page, context, watch }) => {
  watch.expect(/third party|ERR_|leave/);
  await page.route(/wikipedia/, (route) => route.fulfill({ body: 'elsewhere' }));
  await page.goto(APPLY);
  const place = page.getByLabel('The place you know best');
  await place.fill('A secret place');
  await expect.poll(async () => (await context.cookies()).map(({ name }) => name)).toEqual(['redaktion-writing']);
  await page.getByRole('button', { name: 'Leave quickly' }).click();
  await page.waitForURL(/wikipedia/);
  await expect.poll(async () => (await context.cookies()).length).toBe(0);
  await page.goto(APPLY);
  await expect(place).toHaveValue('');
});

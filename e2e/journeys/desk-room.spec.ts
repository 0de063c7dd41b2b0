import type { Page } from '@playwright/test';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { apply, CHECKED, inventApplicant } from '../support/applicant';
import { inviteSomebody, openApplication, signIn } from '../support/member';
import { sendFrom } from '../support/sent';
import { administratorSession } from '../support/surroundings';
import { expect, test } from '../support/test';

test.describe.configure({ timeout: 120_000 });

const COLUMNS = ['Год', 'Издание', 'Должность', 'Тема', 'Соавторы', 'Награды', 'Примечание', 'Тираж'];
const ENTRIES = ['2018', 'Независимая газета', 'Корреспондент', 'Водоснабжение', 'нет', 'нет', 'Опубликовано', '12000'];

test('many long names of views go on to further lines, and the filter still ends above the edge of the window', async ({
  personWith,
  desk,
}) => {
  const editor = await personWith();
  await signIn(editor, (await inviteSomebody(desk)).address);
  for (const letter of ['V', 'W', 'X', 'Y']) {
    await editor.goto(`/desk?view=all&age=${letter.charCodeAt(0)}`);
    await openFilter(editor);
    await editor.getByLabel('Save this view as').fill(letter.repeat(60));
    await editor.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(viewOf(editor, letter)).toHaveAttribute('aria-current', 'page');
  }
  for (const letter of ['V', 'W', 'X', 'Y']) expect(await overhang(editor, viewOf(editor, letter))).toBe(false);
  await editor.goto('/desk?view=all&age=90');
  await openFilter(editor);
  expect(await overhang(editor, editor.locator('.filters'))).toBe(false);
});

test('a tag of one long word stays in its pane, with what takes it off', async ({ personWith, desk }) => {
  const { number } = await sendFrom(await personWith(), 'armenia');
  await openApplication(desk, number);
  const tag = 'ძალიანგრძელიიარლიყირომელიცარმთავრდება';
  await desk
    .getByRole('textbox', { name: 'Tag' })
    .or(desk.getByRole('combobox', { name: 'Tag' }))
    .fill(tag);
  await desk.keyboard.press('Enter');
  const remove = desk.locator('.chip').filter({ hasText: tag }).getByRole('button');
  await expect(remove).toBeVisible();
  expect(await overhang(desk, remove)).toBe(false);
});

test('a wide table keeps its words whole on a phone, and is pushed sideways', async ({ page, personWith }) => {
  const { number } = await apply(page, { ...(await inventApplicant()), writingSample: await wideTable() });
  const phone = await personWith({
    storageState: administratorSession,
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await phone.goto(`/desk/applications/${number}?show=writing_sample&as=text`);
  const text = phone.frameLocator('iframe.text-frame');
  await expect(text.locator('td').first()).toBeVisible(CHECKED);
  const lines = await text.locator('td p').evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const words = cell.firstChild;
      return [...(words?.textContent ?? '').matchAll(/\S+/g)].map(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(words as Node, index);
        range.setEnd(words as Node, index + word.length);
        return [word, range.getClientRects().length];
      });
    }),
  );
  expect(lines).toEqual([...COLUMNS, ...ENTRIES].flatMap((cell) => cell.split(' ')).map((word) => [word, 1]));
  const width = await text.locator('html').evaluate((html) => html.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
});

async function openFilter(desk: Page): Promise<void> {
  const filter = desk.locator('details.menu--wide');
  await expect(async () => {
    if ((await filter.getAttribute('open')) === null) await filter.locator('summary').click();
    await expect(desk.getByLabel('Save this view as')).toBeVisible({ timeout: 1000 });
  }).toPass();
}

function viewOf(desk: Page, letter: string) {
  return desk.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: letter.repeat(60) });
}

/** Is any of it beyond the right or the lower edge of the window? */
async function overhang(desk: Page, one: ReturnType<Page['locator']>): Promise<boolean> {
  const box = await one.boundingBox();
  const size = desk.viewportSize();
  if (!box || !size) throw new Error('not to be seen');
  return box.x + box.width > size.width || box.y + box.height > size.height;
}

async function wideTable() {
  const row = (cells: string[]) =>
    new TableRow({ children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) });
  const document = new Document({ sections: [{ children: [new Table({ rows: [row(COLUMNS), row(ENTRIES)] })] }] });
  return {
    name: 'work.docx',
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    buffer: await Packer.toBuffer(document),
  };
}

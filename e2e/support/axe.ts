import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/**
 * The page breaks no rule of WCAG 2.2 A and AA that a machine can check.
 * @param within looks at this part alone, where the rest of the page has been looked at elsewhere
 */
export async function axeClean(page: Page, within?: string): Promise<void> {
  // Colours on their way from light to dark are those of neither.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one instanceof CSSTransition)
        .map((one) => one.finished),
    ).then(() => undefined),
  );
  // The frame around a document's text lets no script in, not even this one, which would wait for ever.
  const builder = new AxeBuilder({ page }).withTags(WCAG).exclude('iframe[sandbox]');
  // No frame is looked into, so nothing need be gathered in a page of its own, which takes longer than the looking.
  builder.setLegacyMode(true);
  if (within) builder.include(within);
  const { violations } = await builder.analyze();
  const findings = violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `${violation.id} at ${node.target.join(' ')}: ${node.failureSummary ?? violation.help}`,
    ),
  );
  expect(findings, `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
}

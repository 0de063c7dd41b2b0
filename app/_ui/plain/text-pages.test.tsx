import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NO_CHOICE } from '@/app/_http/choice';
import type { Frame } from '@/app/_http/frame';
import { PUBLICATION } from '@/db/seed/regional-specialists';
import type { Publication } from '@/domain/settings/queries';
import { LOCALES } from '@/locales';
import { PrivacyPage } from './text-pages';

function page(changed: Partial<Publication> = {}, locale: Frame['locale'] = 'en'): string {
  const publication: Publication = {
    ...PUBLICATION,
    retentionDays: 180,
    rememberLanguage: false,
    imprint: {},
    privacyText: {},
    ...changed,
  };
  const frame: Frame = {
    locale,
    path: '/privacy',
    publication,
    portalUrl: 'https://apply.example.org',
    choice: NO_CHOICE,
  };
  return renderToStaticMarkup(<PrivacyPage frame={frame} />);
}

test('the privacy notice says that reviewers read too, that copies leave, and how long a draft is kept', () => {
  const html = page();
  expect(html).toContain('The editors and reviewers of the call you apply to');
  expect(html).toContain('such a copy leaves the protection of this portal');
  expect(html).toContain('A draft you never sent goes 30 days after its last change.');
  for (const locale of LOCALES) expect(page({}, locale)).toContain('30');
});

test('names who answers for the data, and the newsroom’s own words as text, without its addresses', () => {
  const privacyText = {
    de: 'Verlag <b>Beispiel</b>\nHauptstraße 1\n\nFragen an daten@example.org.',
    en: 'Example Press',
  };
  const html = page({ privacyText }, 'de');
  expect(html).toContain('Caucasus Watch betreibt dieses Portal');
  expect(html).toContain('<p class="lines" lang="de">Verlag &lt;b&gt;Beispiel&lt;/b&gt;\nHauptstraße 1</p>');
  expect(html).toContain('href="/de/contact/privacy-text"');
  expect(html).not.toContain('daten@example.org');
});

test('shows the newsroom’s words in another language, marked as such, where one has none', () => {
  expect(page({ privacyText: { en: 'Example Press' } }, 'ka')).toContain(
    '<p class="lines" lang="en">Example Press</p>',
  );
  expect(page()).not.toContain('class="lines"');
});

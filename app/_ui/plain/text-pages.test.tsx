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

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LOCALES, translator } from '@/locales';
import { PartOfFile, UploadTemplate } from './uploads';

for (const locale of LOCALES)
  it(`prints nothing in a text browser of what only the script shows, in ${locale}`, () => {
    const html = renderToStaticMarkup(<UploadTemplate locale={locale} purpose={{ call: 'a-call', isFresh: true }} />);
    expect(html).toContain('data-texts="{');
    expect(html.replace(/<[^>]*>/g, '')).toBe('');
  });

it.each(LOCALES)('says so where the name of a file on its way can no longer be read, in %s', (locale) => {
  const part = { id: 'an-upload', name: null, size: 2048, received: 1024 };
  const html = renderToStaticMarkup(<PartOfFile locale={locale} upload={part} name="CV" />);
  const said = translator(locale, 'trouble')('namelessFile');
  expect(html).toContain(`<bdi>${said}</bdi>`);
  expect(html).toContain(`data-name="${said}"`);
});

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { sizeText, type UploadTexts } from '@/app/_enhance/uploads/texts';
import { LOCALES, type Locale, translator } from '@/locales';
import { fileSize } from '../words';
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

/** What the page gives its script in an attribute. */
function textsOf(locale: Locale): UploadTexts {
  const html = renderToStaticMarkup(<UploadTemplate locale={locale} purpose={{ call: 'a-call', isFresh: true }} />);
  const json = /data-texts="([^"]*)"/.exec(html)?.[1] ?? '';
  return JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')) as UploadTexts;
}

it.each(LOCALES)('writes sizes as the portal does, whatever the browser knows of %s', (locale) => {
  const sizes = [400, 66_000, 999_499, 1_500_000, 2_000_000, 24_960_000];
  expect(sizes.map((bytes) => sizeText(textsOf(locale), bytes))).toEqual(sizes.map((bytes) => fileSize(locale, bytes)));
});

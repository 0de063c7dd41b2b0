import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Frame } from '@/app/_http/frame';
import { LANGUAGE_NAMES, LOCALES } from '@/locales';
import { FormHead, SiteHead } from './site-head';

const frame = { locale: 'hy', path: '/my', publication: { name: 'The Paper', leaveUrl: '/' } } as Frame;

/** What a text browser shows: boxes are nothing to it, only the space between them is. */
function words(html: string): string {
  return html.replace(/<[^>]*>/g, '');
}

it('stands between the publication and the languages, and between these, with a space', () => {
  const line = words(renderToStaticMarkup(<SiteHead frame={frame} />));
  const names = LOCALES.map((locale) => LANGUAGE_NAMES[locale].whole).join(' ');
  expect(line.trim().replace(/ +/g, ' ')).toBe(`The Paper ${names} ${names}`);
  expect(words(renderToStaticMarkup(<FormHead frame={frame} />))).toMatch(/^The Paper /);
});

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LOCALES } from '@/locales';
import { UploadTemplate } from './uploads';

for (const locale of LOCALES)
  it(`prints nothing in a text browser of what only the script shows, in ${locale}`, () => {
    const html = renderToStaticMarkup(<UploadTemplate locale={locale} purpose={{ call: 'a-call', isFresh: true }} />);
    expect(html).toContain('data-texts="{');
    expect(html.replace(/<[^>]*>/g, '')).toBe('');
  });

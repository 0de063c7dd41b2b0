import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Frame } from '@/app/_http/frame';
import { LOCALES, translator } from '@/locales';
import { KeptCode } from './kept-code';

for (const locale of LOCALES)
  it(`prints no button in a text browser that only the script can serve, in ${locale}`, () => {
    const frame = { locale, portalUrl: 'https://portal.example.org' } as Frame;
    const file = { href: '/receipt.txt', name: 'receipt.txt' };
    const html = renderToStaticMarkup(
      <KeptCode frame={frame} code="TE79-PNEC" title="Code" hint="Keep it" file={file} />,
    );
    const words = html.replace(/<[^>]*>/g, ' ');
    expect(words).toContain(translator(locale, 'receipt')('saveFile'));
    expect(words).not.toContain(translator(locale, 'draft')('copy'));
    expect(words).not.toContain(translator(locale, 'receipt')('print'));
    expect(html).toContain(`data-word="${translator(locale, 'receipt')('print')}"`);
  });

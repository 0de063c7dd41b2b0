import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { LOCALES } from '@/locales';
import { Documents } from './documents';

const mine = { state: 'submitted', documents: [], hasTypedLetter: false, sampleUrl: null } as unknown as MyApplication;
const frameIn = (locale: Frame['locale']) => ({ locale }) as Frame;

describe('a replacement of which no file arrived', () => {
  it.each(LOCALES)('is said above the documents in %s', (locale) => {
    const attempt = { file: null, error: 'Nothing arrived.' };
    const html = renderToStaticMarkup(<Documents frame={frameIn(locale)} mine={mine} mayReplace attempt={attempt} />);
    expect(html).toContain('<p class="notice-line" role="alert">Nothing arrived.</p>');
  });

  it('is not said where nothing was attempted', () => {
    const html = renderToStaticMarkup(<Documents frame={frameIn('en')} mine={mine} mayReplace />);
    expect(html).not.toContain('role="alert"');
  });
});

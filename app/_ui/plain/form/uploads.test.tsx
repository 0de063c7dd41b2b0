import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LOCALES } from '@/locales';
import type { FormModel } from './form-model';
import { UploadTemplate } from './uploads';

for (const locale of LOCALES)
  it(`prints nothing in a text browser of what only the script shows, in ${locale}`, () => {
    const model = { frame: { locale }, call: { slug: 'a-call' }, reason: 'fresh' } as FormModel;
    const html = renderToStaticMarkup(<UploadTemplate model={model} />);
    expect(html).toContain('data-texts="{');
    expect(html.replace(/<[^>]*>/g, '')).toBe('');
  });

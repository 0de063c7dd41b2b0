import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { LOCALES, translator } from '@/locales';
import { StatusPage } from './status-page';

const mine = {
  state: 'submitted',
  status: 'waiting',
  number: 'APP-7F3K',
  timeZone: 'Asia/Tbilisi',
  hasEmail: true,
  documents: [],
  messages: [],
} as unknown as MyApplication;

function shown(changed: Partial<MyApplication>, locale: Frame['locale'] = 'en'): string {
  const frame = { locale } as Frame;
  const state = { code: null, isCallOpen: true, uploads: [], attempt: {} };
  return renderToStaticMarkup(<StatusPage frame={frame} mine={{ ...mine, ...changed }} {...state} />);
}

describe('the page of an applicant whose mail does not get through', () => {
  it.each(LOCALES)('says so in %s, and promises no mail', (locale) => {
    const t = translator(locale, 'status');
    expect(shown({ mailFails: true }, locale)).toContain(t('mailFails'));
    expect(shown({ mailFails: true }, locale)).toContain(t('noMessages'));
    expect(shown({ mailFails: true }, locale)).not.toContain(t('noMessagesMailed'));
  });

  it('says nothing of it where mail arrives, and none after the end', () => {
    const said = translator('en', 'status')('mailFails');
    expect(shown({ mailFails: false })).not.toContain(said);
    expect(shown({ mailFails: true, state: 'withdrawn', status: 'withdrawn' })).not.toContain(said);
  });
});

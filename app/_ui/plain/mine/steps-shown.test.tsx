import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { LOCALES, translator } from '@/locales';
import { Steps } from './steps';

const mine = {
  status: 'waiting',
  submittedAt: new Date('2026-11-01T08:00:00Z'),
  answerBy: new Date('2026-11-20T20:00:00Z'),
  isLate: false,
  timeZone: 'Asia/Tbilisi',
  documents: [{ check: { state: 'clear' } }],
} as unknown as MyApplication;

function shown(changed: object, locale: Frame['locale'] = 'en'): string {
  return renderToStaticMarkup(<Steps frame={{ locale } as Frame} mine={{ ...mine, ...changed }} />);
}

it('says that nothing is missing only where that is so', () => {
  expect(shown({})).toContain('Nothing is missing.');
  const refused = { documents: [{ check: { state: 'clear' } }, { check: { state: 'refused' } }] };
  for (const locale of LOCALES) {
    const t = translator(locale, 'status');
    expect(shown(refused, locale)).toContain(t('steps.arrivedRefused'));
    expect(shown(refused, locale)).not.toContain(t('steps.arrivedText'));
    expect(shown({ unreadable: 'answers' }, locale)).not.toContain(t('steps.arrivedText'));
  }
});

it('does not promise a day that has passed', () => {
  expect(shown({})).toContain('by 21 November');
  expect(shown({ isLate: true })).toContain('we are late: it was promised by 21 November');
});

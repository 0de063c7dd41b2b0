import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { OutboxEntry } from '@/domain/messages/queries';
import { OutboxList } from './outbox-list';
import { times } from './times';

const at = new Date('2026-01-05T12:00:00Z');
const FAILED: OutboxEntry = {
  id: '5f0c1c1e-7a53-4b55-9a34-0c8f5e1a2b3c',
  template: 'received',
  state: 'failed',
  trouble: 'refused',
  lastReply: '550 5.1.1',
  attempts: 1,
  nextAttemptAt: null,
  createdAt: at,
  leftAt: null,
  locale: 'ka',
  to: { kind: 'applicant', address: 'ketevan@example.org' },
  withheld: false,
  number: 'APP-7F3K',
  question: null,
  canRetry: true,
  damaged: false,
  subject: 'It has arrived',
};

function buttonsOf(mail: OutboxEntry): string[] {
  const outbox = { failed: [mail], held: [], waiting: [], left: [] };
  const facts = {
    outbox,
    pending: [],
    toFiles: false,
    open: null,
    times: times('en', 'UTC', at),
    locale: 'en',
  } as const;
  const page = renderToStaticMarkup(<OutboxList facts={facts} />);
  return Array.from(page.matchAll(/<button[^>]*>([^<]*)</g), ([, label]) => label ?? '');
}

it('lets every failed mail be settled, and those be tried again that still say something', () => {
  expect(buttonsOf(FAILED)).toEqual(['Try again', 'Mark as settled']);
  expect(buttonsOf({ ...FAILED, canRetry: false })).toEqual(['Mark as settled']);
  expect(buttonsOf({ ...FAILED, canRetry: false, damaged: true })).toEqual(['Mark as settled']);
});

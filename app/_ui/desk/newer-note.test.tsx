import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { DocumentCheck } from '@/domain/documents/rules';
import { NewerMark, NewerNote } from './check-note';

const noteOn = (newer: Parameters<typeof NewerNote>[0]['newer']) =>
  renderToStaticMarkup(<NewerNote newer={newer} locale="en" />);

test('a note says why the newest version is not the one that is shown', () => {
  const check: DocumentCheck = { state: 'refused', reason: 'password', remarks: [] };
  expect(noteOn(null)).toBe('');
  expect(noteOn({ id: 'a', check })).toContain(
    'A newer version was not taken: it asks for a password. Shown here is the last one that was.',
  );
  expect(noteOn({ id: 'a', check: { state: 'waiting', reason: null, remarks: [] } })).toContain(
    'A newer version is being checked.',
  );
  const inList = renderToStaticMarkup(<NewerMark newer={{ id: 'a', check }} locale="de" />);
  expect(inList).toBe(' · neuere Fassung nicht angenommen');
});

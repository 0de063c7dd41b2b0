import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { QueuePane } from './queue-pane';
import { times } from './times';
import { FIRST_VIEW } from './view';

/** A page of the queue with nothing on it. */
function emptyPane(beside: { next: string | null; previous: string | null }): string {
  const when = times('en', 'UTC', new Date());
  const choices = { regions: [], languages: [], topics: [], tags: [], readers: [] };
  const facts = { locale: 'en', times: when, view: FIRST_VIEW, count: 51, saved: [], choices, entries: [] } as const;
  return renderToStaticMarkup(<QueuePane facts={{ ...facts, ...beside }} />);
}

test('a page of which all has been erased still leads to those beside it', () => {
  expect(emptyPane({ next: 'further', previous: null })).toContain('data-page="next"');
  expect(emptyPane({ next: null, previous: 'back' })).toContain('data-page="previous"');
  expect(emptyPane({ next: null, previous: null })).not.toContain('queue__pages');
});

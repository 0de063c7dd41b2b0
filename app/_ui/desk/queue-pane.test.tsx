import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, test } from 'vitest';
import { QueuePane } from './queue-pane';
import { times } from './times';
import { FIRST_VIEW, type View } from './view';

type Beside = { next: string | null; previous: string | null };

/** A page of the queue with nothing on it. */
function emptyPane(beside: Beside, view: Partial<View> = {}): string {
  const when = times('en', 'UTC', new Date());
  const choices = { regions: [], languages: [], topics: [], tags: [], readers: [] };
  const facts = { locale: 'en', times: when, count: 51, saved: [], choices, entries: [] } as const;
  return renderToStaticMarkup(<QueuePane facts={{ ...facts, ...beside, view: { ...FIRST_VIEW, ...view } }} />);
}

const ALONE: Beside = { next: null, previous: null };

test('a page of which all has been erased still leads to those beside it', () => {
  expect(emptyPane({ next: 'further', previous: null })).toContain('data-page="next"');
  expect(emptyPane({ next: null, previous: 'back' })).toContain('data-page="previous"');
  expect(emptyPane({ next: null, previous: null })).not.toContain('queue__pages');
});

describe.each(['score', 'spread'] as const)('a list by %s', (order) => {
  it('says that it holds only what one has scored, and leads to the rest', () => {
    const pane = emptyPane(ALONE, { name: 'all', order });
    expect(pane).toContain('<a aria-label="Take away: Only those you have scored" href="/desk?view=all">');
    expect(pane).toContain('Nothing matches. <a href="/desk?view=all">Show everything</a>');
    expect(emptyPane(ALONE, { name: 'all', order: 'least' })).not.toContain('you have scored');
  });

  it('does not give the count of the whole view for its own', () => {
    expect(emptyPane(ALONE, { order: 'least' })).toContain('<small>51</small>');
    expect(emptyPane(ALONE, { order })).toContain('<small>0</small>');
    expect(emptyPane({ ...ALONE, next: 'further' }, { order })).toContain('<small></small>');
  });
});

test.each([{ score: 3 }, { spread: 1.5 }, { score: 3, spread: 1.5, order: 'score' as const }])(
  'a list narrowed by scores says that it holds only what one has scored, and what to take away for the rest: %o',
  (narrowed) => {
    const pane = emptyPane(ALONE, { name: 'all', regions: ['georgia'], ...narrowed });
    const rest = '/desk?view=all&amp;region=georgia';
    expect(pane).toContain(`<a aria-label="Take away: Only those you have scored" href="${rest}">`);
  },
);

test('filtering keeps what was searched for', () => {
  const found = ['AbCdEfGhIjKlMnOpQrStUv', 'aBcDeFgHiJkLmNoPqRsTuV'];
  expect(emptyPane(ALONE, { found })).toContain(`<input type="hidden" name="found" value="${found.join(',')}"/>`);
  expect(emptyPane(ALONE)).not.toContain('name="found"');
});

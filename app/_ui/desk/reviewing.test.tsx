import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { REVIEWS_LISTED, TASKS_LISTED, YoursToDo, YoursToRead } from './reviewing';
import { times } from './times';

const when = times('en', 'UTC', new Date('2026-01-05T12:00:00Z'));

function tasksOf(count: number): string {
  const task = { number: 'APP-7F3K', text: 'Call', dueOn: null, overdue: false };
  const tasks = Array.from({ length: count }, (_, id) => ({ ...task, id: `${id}` }));
  return renderToStaticMarkup(<YoursToDo tasks={tasks} times={when} locale="en" />);
}

function reviewsOf(count: number): string {
  const review = { regions: [], writes: [], dueAt: null, overdue: false };
  const reviews = Array.from({ length: count }, (_, place) => ({ ...review, number: `APP-${place}` }));
  return renderToStaticMarkup(<YoursToRead reviews={reviews} times={when} locale="en" />);
}

it('says that there is more to do and to read than is listed', () => {
  for (const [listOf, listed] of [
    [tasksOf, TASKS_LISTED],
    [reviewsOf, REVIEWS_LISTED],
  ] as const) {
    expect(listOf(listed)).not.toContain('are listed');
    const page = listOf(listed + 1);
    expect(page).toContain(`The nearest ${listed} are listed`);
    expect(page.split('<li>')).toHaveLength(listed + 1);
  }
});

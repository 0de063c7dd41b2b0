import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { DeskApplication } from '@/domain/applications/queries';
import type { Discussion } from '@/domain/discussion/queries';
import { COMMENTS_AT_HAND, TASKS_AT_HAND } from '@/domain/discussion/rules';
import { DiscussionSections } from './discussion';
import { times } from './times';
import { FIRST_VIEW } from './view';

const application = { number: 'APP-7F3K', version: 1 } as DeskApplication;
const at = new Date('2026-01-05T12:00:00Z');

function pageOf(discussion: Partial<Discussion>): string {
  const nothing = { comments: [], tags: [], otherTags: [], tasks: [], readers: [], pool: null };
  return renderToStaticMarkup(
    <DiscussionSections
      application={application}
      discussion={{ ...nothing, ...discussion }}
      view={{ ...FIRST_VIEW, shown: {} }}
      times={times('en', 'UTC', at)}
      locale="en"
    />,
  );
}

it('says how much of a long talk is behind one line, and shows it at once where it calls the reader', () => {
  const comment = { by: 'Nino', at, editedAt: null, mine: false, mayChange: false, callsMe: false };
  const comments = Array.from({ length: COMMENTS_AT_HAND + 2 }, (_, n) => ({ ...comment, id: `${n}`, text: `c${n}.` }));
  const page = pageOf({ comments });
  expect(page).toContain('<details class="say__more"><summary>Show 2 earlier comments</summary>');
  expect(page).toContain('c0.');
  const [first, ...rest] = comments;
  if (!first) throw new Error('no comment');
  expect(pageOf({ comments: [{ ...first, callsMe: true }, ...rest] })).toContain('<details class="say__more" open="">');
  expect(pageOf({ comments: [first] })).not.toContain('earlier');
});

it('says how much that was done long ago is behind one line', () => {
  const task = { mine: false, assignee: null, dueOn: null, overdue: false, doneAt: at };
  const tasks = Array.from({ length: TASKS_AT_HAND + 1 }, (_, n) => ({ ...task, id: `${n}`, text: `t${n}.` }));
  expect(pageOf({ tasks })).toContain('Show one thing done earlier');
  expect(pageOf({ tasks: tasks.slice(1) })).not.toContain('earlier');
});

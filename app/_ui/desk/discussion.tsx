import type { ReactNode } from 'react';
import {
  changeOwn,
  changeTag,
  markSeen,
  planTask,
  say,
  setTag,
  settle,
} from '@/app/desk/applications/discussion-actions';
import type { Comment, Discussion, Tag, Task } from '@/domain/discussion/queries';
import { commentsAtHand, tasksAtHand } from '@/domain/discussion/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit, TypedArea, TypedInput } from './action-form.client';
import { KeptWords } from './kept-words.client';
import { MentionArea } from './mention-area.client';
import { type OpenApplication, Standing } from './open-application';
import { Said } from './said';

type Props = Pick<OpenApplication, 'application' | 'view' | 'times' | 'locale'> & { discussion: Discussion };

/** What members say, mark and plan about the open application; the applicant never sees it. */
export function DiscussionSections(props: Props) {
  return (
    <>
      <Tags {...props} />
      <Talk {...props} />
      <Tasks {...props} />
    </>
  );
}

function Tags({ application, view, discussion, locale }: Props) {
  const t = translator(locale, 'discussion');
  return (
    <section>
      <h2>
        {t('tags')} <small>{t('tagsHint')}</small>
      </h2>
      {discussion.tags.length > 0 ? (
        <ActionForm action={setTag} key={`off ${application.number} ${discussion.tags.length}`}>
          <FormSays />
          <Standing application={application} view={view} />
          <ul className="tags">
            {discussion.tags.map((tag) => (
              <li key={tag.id} className="chip">
                <bdi>{tag.name}</bdi>
                <Submit
                  className="chip__off"
                  name="off"
                  value={tag.id}
                  aria-label={t('removeTag', { tag: tag.name })}
                  formNoValidate
                >
                  <span aria-hidden="true">×</span>
                </Submit>
              </li>
            ))}
          </ul>
        </ActionForm>
      ) : null}
      {/* A form of its own: Enter in a field presses the first button of its form, which would take a tag off. */}
      <ActionForm action={setTag} key={`${application.number} ${discussion.tags.length}`}>
        <FormSays />
        <Standing application={application} view={view} />
        <p className="inline">
          <TypedInput
            className="say__in"
            name="tag"
            aria-label={t('tagName')}
            placeholder={t('tagName')}
            maxLength={40}
            list="known-tags"
            autoComplete="off"
            data-key="t"
          />
          <Submit className="btn btn--tiny">{t('addTag')}</Submit>
        </p>
        <datalist id="known-tags">
          {discussion.otherTags.map((tag) => (
            <option key={tag.id} value={tag.name} />
          ))}
        </datalist>
      </ActionForm>
      {application.mayDecide && discussion.tags.length > 0 ? (
        <ChangeTags {...{ application, view, locale }} tags={discussion.tags} />
      ) : null}
    </section>
  );
}

function Talk(props: Props) {
  const { application, view, discussion, locale } = props;
  const t = translator(locale, 'discussion');
  const { earlier, atHand } = commentsAtHand(discussion.comments);
  const called = discussion.comments.some((comment) => comment.callsMe);
  const said = lastOwn(discussion.comments);
  return (
    <section id="discussion">
      <h2>
        {t('title')} <small>{t('hint')}</small>
      </h2>
      <Earlier summary={t('earlierComments', { count: earlier.length })} open={earlier.some((one) => one.callsMe)}>
        {earlier.length > 0 ? <Comments {...props} comments={earlier} /> : null}
      </Earlier>
      {atHand.length > 0 ? <Comments {...props} comments={atHand} /> : null}
      {called ? (
        <ActionForm action={markSeen}>
          <Standing application={application} view={view} />
          <p className="moves">
            <Submit className="btn btn--tiny">{t('seen')}</Submit>
          </p>
        </ActionForm>
      ) : null}
      <ActionForm action={say} key={`${application.number} ${said}`}>
        <FormSays />
        <Standing application={application} view={view} />
        <MentionArea
          name="comment"
          label={t('write')}
          suggestions={t('suggestions')}
          members={[...new Set(discussion.readers.map((reader) => reader.name))]}
        />
        <Kept of={`${application.number} comment`} until={said} locale={locale} />
        <p className="moves">
          <Submit className="btn btn--tiny">{t('send')}</Submit>
        </p>
      </ActionForm>
    </section>
  );
}

/** What the tags are called, here and on every other application. */
function ChangeTags({
  tags,
  application,
  view,
  locale,
}: Pick<Props, 'application' | 'view' | 'locale'> & { tags: Tag[] }) {
  const t = translator(locale, 'discussion');
  return (
    <details className="say__more">
      <summary>{t('changeTags')}</summary>
      <p className="hint">{t('changeTagsHint')}</p>
      {tags.map(({ id, name }) => (
        <ActionForm action={changeTag} key={`${id} ${name}`}>
          <FormSays />
          <Standing application={application} view={view} />
          <input type="hidden" name="id" value={id} />
          <p className="inline">
            <TypedInput
              className="say__in"
              name="tag"
              aria-label={t('newName', { tag: name })}
              defaultValue={name}
              maxLength={40}
              autoComplete="off"
              required
            />
            <Submit className="btn btn--tiny">{t('renameTag')}</Submit>
            <Submit
              className="btn btn--tiny"
              name="then"
              value="delete"
              aria-label={`${t('deleteTag')}: ${name}`}
              formNoValidate
            >
              {t('deleteTag')}
            </Submit>
          </p>
        </ActionForm>
      ))}
    </details>
  );
}

/** What a long list keeps behind one line; nothing where there is nothing. */
function Earlier({ summary, open, children }: { summary: string; open?: boolean; children: ReactNode }) {
  if (!children) return null;
  return (
    <details className="say__more" open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

function Comments({ comments, application, view, times, locale }: Props & { comments: readonly Comment[] }) {
  const t = translator(locale, 'discussion');
  return (
    <ul className="say">
      {comments.map((comment) => (
        <li key={comment.id}>
          <b>{comment.by ?? t('former')}</b> <time dateTime={comment.at.toISOString()}>{times.short(comment.at)}</time>{' '}
          {comment.editedAt ? <span className="quiet">{t('edited')}</span> : null}
          {comment.callsMe ? (
            <span className="mark is-turn" data-m="turn">
              {t('callsYou')}
            </span>
          ) : null}
          <Said as="p" text={comment.text} locale={locale} />
          {comment.mayChange ? <Change comment={comment} {...{ application, view, locale }} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Change({
  comment,
  application,
  view,
  locale,
}: Pick<Props, 'application' | 'view' | 'locale'> & { comment: Comment }) {
  const t = translator(locale, 'discussion');
  return (
    <details className="say__more">
      <summary>{t('change')}</summary>
      <ActionForm action={changeOwn} key={comment.text ?? comment.id}>
        <FormSays />
        <Standing application={application} view={view} />
        <input type="hidden" name="id" value={comment.id} />
        <TypedArea
          className="say__in"
          name="comment"
          aria-label={t('change')}
          defaultValue={comment.text ?? ''}
          maxLength={5000}
          rows={3}
          dir="auto"
          required
        />
        <p className="moves">
          <Submit className="btn btn--tiny">{t('save')}</Submit>
          <Submit className="btn btn--tiny" name="then" value="remove" formNoValidate>
            {t('remove')}
          </Submit>
        </p>
      </ActionForm>
    </details>
  );
}

/** A form is emptied by what its own member has sent, never by what a colleague sends meanwhile. */
function lastOwn(all: readonly { id: string; mine: boolean }[]): string {
  return all.findLast((one) => one.mine)?.id ?? '';
}

function Kept({ of, until, locale }: { of: string; until: string; locale: Locale }) {
  const t = translator(locale, 'answering');
  return <KeptWords of={of} until={until} words={{ back: t('wordsBack'), drop: t('wordsDrop') }} />;
}

function Tasks(props: Props) {
  const { application, view, discussion, locale } = props;
  const t = translator(locale, 'discussion');
  const { earlier, atHand } = tasksAtHand(discussion.tasks);
  const planned = lastOwn(discussion.tasks);
  return (
    <section>
      <h2>{t('tasks')}</h2>
      <Earlier summary={t('earlierTasks', { count: earlier.length })}>
        {earlier.length > 0 ? <TaskList {...props} tasks={earlier} /> : null}
      </Earlier>
      <TaskList {...props} tasks={atHand} />
      <details className="say__more">
        <summary>{t('newTask')}</summary>
        <ActionForm action={planTask} key={`${application.number} ${planned}`}>
          <FormSays />
          <Standing application={application} view={view} />
          <TypedInput
            className="say__in"
            name="task"
            aria-label={t('task')}
            placeholder={t('task')}
            maxLength={500}
            required
          />
          <p className="inline">
            <label>
              {t('assignee')}{' '}
              <select className="say__in" name="assignee" defaultValue="">
                <option value="">{t('anybody')}</option>
                {discussion.readers.map((reader) => (
                  <option key={reader.memberId} value={reader.memberId}>
                    {reader.name}
                  </option>
                ))}
              </select>
            </label>
            <label htmlFor="task-due">{t('due')}</label>
            <TypedInput id="task-due" className="say__in" type="date" name="due" />
          </p>
          <Kept of={`${application.number} task`} until={planned} locale={locale} />
          <p className="moves">
            <Submit className="btn btn--tiny">{t('addTag')}</Submit>
          </p>
        </ActionForm>
      </details>
    </section>
  );
}

function TaskList({ tasks, application, view, times, locale }: Props & { tasks: readonly Task[] }) {
  const t = translator(locale, 'discussion');
  return (
    <ul className="todo">
      {tasks.map((task) => (
        <li key={task.id} className={task.doneAt ? 'is-done' : undefined}>
          <ActionForm action={settle}>
            <Standing application={application} view={view} />
            <input type="hidden" name="id" value={task.id} />
            <Said text={task.text} locale={locale} /> <span className="quiet">{about(task, times, locale)}</span>
            <Submit className="btn btn--tiny" name="then" value={task.doneAt ? 'reopen' : 'done'}>
              {task.doneAt ? t('reopen') : t('done')}
            </Submit>
            <FormSays />
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}

function about(task: Task, times: Props['times'], locale: Locale): string {
  const t = translator(locale, 'discussion');
  const day = task.dueOn ? times.day(new Date(`${task.dueOn}T12:00:00Z`)) : null;
  const due = day ? t(task.overdue ? 'overdue' : 'dueOn', { day }) : null;
  return [task.assignee, task.doneAt ? null : due].filter(Boolean).join(', ');
}

/** How long somebody who agreed to be asked again is kept. */
export function poolText(pool: NonNullable<Discussion['pool']>, times: Props['times'], locale: Locale): string {
  return translator(locale, 'discussion')('pool', { day: times.day(pool.until) });
}

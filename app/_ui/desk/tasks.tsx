import { planTask, settle } from '@/app/desk/applications/discussion-actions';
import type { Task } from '@/domain/discussion/queries';
import { tasksAtHand } from '@/domain/discussion/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit, TypedInput } from './action-form.client';
import { Earlier, Kept, lastOwn, type DiscussionProps as Props } from './discussion-parts';
import { Standing } from './open-application';
import { Said } from './said';

/** What is to be done about the open application. */
export function Tasks(props: Props) {
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

import type { MyTask } from '@/domain/discussion/queries';
import type { MyReview, Progress } from '@/domain/reviews/queries';
import { type Locale, translator } from '@/locales';
import { numberFormat } from './formats';
import { Link } from './link';
import { Own } from './own';
import { Said } from './said';
import { SettingsSection } from './settings-section';
import type { Times } from './times';
import { regionName } from './words';

/** So many of each are listed; whoever reads the page asks for one more, to know whether there are others. */
export const REVIEWS_LISTED = 200;
export const TASKS_LISTED = 50;

export function YoursToRead({
  reviews,
  times,
  locale,
}: {
  reviews: readonly MyReview[];
  times: Times;
  locale: Locale;
}) {
  const t = translator(locale, 'reviewing');
  return (
    <SettingsSection id="mine" name={t('page.mine')}>
      {reviews.length === 0 ? <p className="quiet">{t('page.mineEmpty')}</p> : null}
      <ul className="mini">
        {reviews.slice(0, REVIEWS_LISTED).map(({ number, regions, writes, dueAt, overdue }) => (
          <li key={number}>
            <Link href={`/desk/applications/${number}`}>
              <span className="num">{number}</span>, {regions.map((region) => regionName(locale, region)).join(', ')},{' '}
              {writes.join(' ')}
            </Link>
            <span className={overdue ? 'is-turn' : undefined}>
              {dueAt ? t(overdue ? 'readers.overdue' : 'readers.due', { day: times.day(dueAt) }) : t('readers.open')}
            </span>
          </li>
        ))}
      </ul>
      {reviews.length > REVIEWS_LISTED ? <p className="hint">{t('page.nearest', { count: REVIEWS_LISTED })}</p> : null}
    </SettingsSection>
  );
}

export function YoursToDo({ tasks, times, locale }: { tasks: readonly MyTask[]; times: Times; locale: Locale }) {
  const t = translator(locale, 'discussion');
  return (
    <SettingsSection id="tasks" name={translator(locale, 'reviewing')('page.tasks')}>
      <ul className="mini">
        {tasks.slice(0, TASKS_LISTED).map(({ id, number, text, dueOn, overdue }) => (
          <li key={id}>
            <Link href={`/desk/applications/${number}`}>
              <span className="num">{number}</span>, <Said text={text} locale={locale} />
            </Link>
            {dueOn ? (
              <span className={overdue ? 'is-turn' : undefined}>
                {t(overdue ? 'overdue' : 'dueOn', { day: times.day(new Date(`${dueOn}T12:00:00Z`)) })}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {tasks.length > TASKS_LISTED ? (
        <p className="hint">{translator(locale, 'reviewing')('page.nearest', { count: TASKS_LISTED })}</p>
      ) : null}
    </SettingsSection>
  );
}

export function ProgressSection({ progress, locale }: { progress: readonly Progress[]; locale: Locale }) {
  const t = translator(locale, 'reviewing');
  const figure = numberFormat(locale);
  return (
    <SettingsSection id="progress" name={t('page.progress')}>
      {progress.length === 0 ? (
        <p className="quiet">{t('page.noProgress')}</p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t('readers.member')}</th>
              <th scope="col">{t('page.assigned')}</th>
              <th scope="col">{t('page.done')}</th>
              <th scope="col">{t('page.overdue')}</th>
            </tr>
          </thead>
          <tbody>
            {progress.map(({ memberId, name, assigned, done, overdue }) => (
              <tr key={memberId}>
                <th scope="row">
                  <Own>{name ?? translator(locale, 'desk.score')('formerMember')}</Own>
                </th>
                <td>{figure.format(assigned)}</td>
                <td>{figure.format(done)}</td>
                <td className={overdue > 0 ? 'is-turn' : undefined}>{figure.format(overdue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </SettingsSection>
  );
}

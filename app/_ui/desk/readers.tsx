import { addReader, changeReader } from '@/app/desk/reviewing/actions';
import type { Assignment } from '@/domain/reviews/queries';
import { translator } from '@/locales';
import { ActionForm, FormSays, SelectField, Submit, TextField } from './action-form.client';
import { type OpenApplication, Standing } from './open-application';
import { Own } from './own';

/** Who is to read the application and by when; those who decide give it out. */
export function Readers(open: OpenApplication) {
  const { application, reviewing, view, locale } = open;
  const t = translator(locale, 'reviewing.readers');
  if (reviewing.assignments.length === 0 && !application.mayDecide) return null;
  const free = reviewing.candidates.filter(
    (one) => !reviewing.assignments.some((assignment) => assignment.memberId === one.memberId),
  );
  return (
    <section>
      <h2>{t('title')}</h2>
      {reviewing.assignments.length === 0 ? <p className="quiet">{t('nobody')}</p> : null}
      <ul className="mini">
        {reviewing.assignments.map((assignment) => (
          <li key={assignment.memberId}>
            <Own>{assignment.name ?? translator(locale, 'desk.score')('formerMember')}</Own>
            <span className={assignment.overdue ? 'is-turn' : undefined}>{standing(assignment, open)}</span>
            {application.mayDecide && !assignment.doneAt ? <Change open={open} assignment={assignment} /> : null}
          </li>
        ))}
      </ul>
      {application.mayDecide ? (
        <details className="say__more">
          <summary data-key="r">{t('add')}</summary>
          <ActionForm action={addReader} className="say__form">
            <FormSays />
            <Standing application={application} view={view} />
            <input type="hidden" name="timeZone" value={application.timeZone} />
            <SelectField label={t('member')} name="member">
              <option value="">{t('best')}</option>
              {free.map(({ memberId, name }) => (
                <option key={memberId} value={memberId}>
                  {name}
                </option>
              ))}
            </SelectField>
            <TextField label={t('day')} name="dueAt" type="date" />
            <p className="moves">
              <Submit className="btn btn--tiny">{t('add')}</Submit>
            </p>
          </ActionForm>
        </details>
      ) : null}
    </section>
  );
}

function standing({ dueAt, doneAt, overdue }: Assignment, { times, locale }: OpenApplication): string {
  const t = translator(locale, 'reviewing.readers');
  if (doneAt) return t('done');
  if (!dueAt) return t('open');
  return overdue ? t('overdue', { day: times.day(dueAt) }) : t('due', { day: times.day(dueAt) });
}

function Change({ open, assignment }: { open: OpenApplication; assignment: Assignment }) {
  const { application, view, locale } = open;
  const t = translator(locale, 'reviewing.readers');
  const name = assignment.name ?? '';
  return (
    <ActionForm action={changeReader} className="mini__acts">
      <Standing application={application} view={view} />
      <input type="hidden" name="member" value={assignment.memberId} />
      <Submit className="as-link" name="then" value="pass" aria-label={t('ofMember', { action: t('passOn'), name })}>
        {t('passOn')}
      </Submit>
      <Submit className="as-link" name="then" value="take" aria-label={t('ofMember', { action: t('takeAway'), name })}>
        {t('takeAway')}
      </Submit>
      <FormSays />
    </ActionForm>
  );
}

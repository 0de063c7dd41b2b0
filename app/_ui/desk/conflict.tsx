import { declare, lift } from '@/app/desk/reviewing/actions';
import { translator } from '@/locales';
import { ActionForm, AreaField, FormSays, SelectField, Submit } from './action-form.client';
import { type OpenApplication, Standing } from './open-application';
import { Own } from './own';
import { Said } from './said';

/** Whoever knows the person says so here and passes the application on; administrators see who did, and why. */
export function Conflict({ application, reviewing, view, locale }: OpenApplication) {
  const t = translator(locale, 'reviewing.conflict');
  return (
    <section>
      <h2>{t('title')}</h2>
      <p className="hint">{t('text')}</p>
      <details className="say__more">
        <summary>{t('action')}</summary>
        <ActionForm action={declare} className="say__form">
          <FormSays />
          <Standing application={application} view={view} />
          <AreaField label={t('reason')} name="reason" rows={2} maxLength={2000} dir="auto" />
          <p className="moves">
            <Submit className="btn btn--tiny">{t('declare')}</Submit>
          </p>
        </ActionForm>
      </details>
      {reviewing.isAdministrator ? (
        <>
          <Kept application={application} reviewing={reviewing} view={view} locale={locale} />
          <details className="say__more">
            <summary>{t('keep')}</summary>
            <ActionForm action={declare} className="say__form">
              <FormSays />
              <Standing application={application} view={view} />
              <SelectField label={translator(locale, 'reviewing.readers')('member')} name="member" required>
                {reviewing.candidates.map(({ memberId, name }) => (
                  <option key={memberId} value={memberId}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <AreaField label={t('reason')} name="reason" rows={2} maxLength={2000} dir="auto" />
              <p className="moves">
                <Submit className="btn btn--tiny">{t('keep')}</Submit>
              </p>
            </ActionForm>
          </details>
        </>
      ) : null}
    </section>
  );
}

function Kept({
  application,
  reviewing,
  view,
  locale,
}: Pick<OpenApplication, 'application' | 'reviewing' | 'view' | 'locale'>) {
  const t = translator(locale, 'reviewing.conflict');
  if (reviewing.conflicts.length === 0) return null;
  return (
    <>
      <p className="hint">{t('kept')}</p>
      <ul className="mini">
        {reviewing.conflicts.map(({ memberId, name, reason, declaredOn }) => (
          <li key={`${memberId} ${declaredOn}`}>
            <span>
              <Own>{name ?? translator(locale, 'desk.score')('formerMember')}</Own>
              {reason === '' ? null : (
                <>
                  : <Said text={reason} locale={locale} />
                </>
              )}
              {declaredOn === application.number ? null : (
                <> {declaredOn === null ? t('apart') : t('elsewhere', { number: declaredOn })}</>
              )}
            </span>
            {declaredOn === null ? null : (
              <ActionForm action={lift}>
                <Standing application={application} view={view} />
                <input type="hidden" name="member" value={memberId} />
                <input type="hidden" name="declaredOn" value={declaredOn} />
                <Submit className="as-link">{t('lift')}</Submit>
                <FormSays />
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

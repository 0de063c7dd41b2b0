import { saveTemplate } from '@/app/desk/settings/actions';
import type { Call } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import { shippedAnswer } from '@/domain/reviews/queries';
import { DECISION_KINDS, type DecisionKind } from '@/domain/reviews/rules';
import type { AnswerTemplate } from '@/domain/settings/queries';
import { LOCALES, type Locale, translator } from '@/locales';
import { ActionForm, AreaField, FormSays, Submit, TextField } from './action-form.client';
import { SettingsSection } from './settings-section';
import { Shown } from './shown';
import { languageName } from './words';

type Props = {
  templates: readonly AnswerTemplate[];
  calls: readonly Call[];
  /** which call's words are shown; null: those for every call */
  callId: string | null;
  locale: Locale;
};

/** The words every answer starts from: twenty-four short texts, folded up until somebody wants one. */
export function TemplatesSection({ templates, calls, callId, locale }: Props) {
  const t = translator(locale, 'templates');
  const settings = translator(locale, 'desk.settings');
  const kinds = translator(locale, 'desk.decide.kinds');
  return (
    <SettingsSection id="templates" name={t('title')} hint={t('hint')}>
      <form className="set__row" method="get" action="/desk/settings#templates">
        <label className="field">
          <span>{settings('forCall')}</span>
          <select className="input" name="templates" defaultValue={callId ?? ''}>
            <option value="">{settings('everyCall')}</option>
            {calls.map((call) => (
              <option key={call.id} value={call.id}>
                {callName(call, locale)}
              </option>
            ))}
          </select>
        </label>
        <p>
          <button type="submit" className="btn btn--small">
            {t('show')}
          </button>
        </p>
      </form>
      {DECISION_KINDS.map((kind) => (
        <details className="set__more" key={kind}>
          <summary>{kinds(kind)}</summary>
          {LOCALES.map((language) => (
            <TemplateForm key={language} {...{ templates, callId, locale, kind, language }} />
          ))}
        </details>
      ))}
    </SettingsSection>
  );
}

type FormProps = Omit<Props, 'calls'> & { kind: DecisionKind; language: Locale };

function TemplateForm({ templates, callId, locale, kind, language }: FormProps) {
  const t = translator(locale, 'templates');
  const settings = translator(locale, 'desk.settings');
  const answer = translator(locale, 'desk.answer');
  const own = templates.find((one) => one.callId === callId && one.kind === kind && one.locale === language);
  const below = templates.find((one) => one.callId === null && one.kind === kind && one.locale === language);
  const shown = own ?? below ?? shippedAnswer(kind, language);
  return (
    <details className="set__more">
      <summary>
        {languageName(locale, language)} <small className="quiet">{own ? t('own') : t('shipped')}</small>
      </summary>
      <ActionForm className="set__form" version={own?.version ?? 0} action={saveTemplate}>
        <FormSays />
        <Shown seen={String(own?.version ?? 0)} fields={{ subject: shown.subject, text: shown.text }} />
        <input type="hidden" name="callId" value={callId ?? ''} />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="locale" value={language} />
        <TextField label={answer('subject')} name="subject" defaultValue={shown.subject} lang={language} required />
        <AreaField label={answer('text')} name="text" defaultValue={shown.text} lang={language} rows={10} required />
        <p className="moves">
          <Submit>{settings('save')}</Submit>
          {own ? (
            <Submit name="then" value="reset" className="btn btn--text btn--small" formNoValidate>
              {t('reset')}
            </Submit>
          ) : null}
        </p>
      </ActionForm>
    </details>
  );
}

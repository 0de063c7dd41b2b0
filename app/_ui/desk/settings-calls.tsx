import { changeCall } from '@/app/desk/settings/actions';
import type { Call } from '@/domain/calls/queries';
import { CALL_STATES, callText, scheduleOf } from '@/domain/calls/rules';
import { seenOf } from '@/domain/seen';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, SelectField, Submit, TextField } from './action-form.client';
import { SettingsSection } from './settings-section';
import { Shown } from './shown';
import { toLocalTime } from './zoned-time';

type Props = { calls: readonly Call[]; locale: Locale };

export function CallsSection({ calls, locale }: Props) {
  const t = translator(locale, 'desk.settings');
  return (
    <SettingsSection id="calls" name={t('calls')} hint={t('callsHint')}>
      {calls.map((call) => (
        <CallForm key={call.id} call={call} locale={locale} />
      ))}
    </SettingsSection>
  );
}

function CallForm({ call, locale }: { call: Call; locale: Locale }) {
  const t = translator(locale, 'desk.settings');
  const { text } = callText(call, locale);
  const seen = seenOf(scheduleOf(call));
  const fields = fieldsOf(call);
  return (
    <ActionForm className="set__form" action={changeCall} version={seen}>
      <h3 className="set__title">
        <a href={`/${locale}/calls/${call.slug}`}>{text.title}</a>
      </h3>
      <FormSays />
      <Shown seen={seen} fields={fields} />
      <input type="hidden" name="slug" value={call.slug} />
      <div className="set__row">
        <SelectField label={t('state')} name="state" defaultValue={call.state}>
          {CALL_STATES.map((state) => (
            <option key={state} value={state}>
              {t(`callStates.${state}`)}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('timeZone')} name="timeZone" defaultValue={call.timeZone}>
          {zonesWith(call.timeZone).map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
      </div>
      <div className="set__row">
        <TextField
          label={t('closesAt')}
          hint={t('closesAtHint')}
          name="closesAt"
          type="datetime-local"
          defaultValue={fields.closesAt}
        />
        <TextField
          label={t('answerBy')}
          hint={t('answerByHint')}
          name="answerBy"
          type="date"
          defaultValue={fields.answerBy}
        />
      </div>
      <p className="moves">
        <Submit>{t('save')}</Submit>
      </p>
    </ActionForm>
  );
}

function fieldsOf({ state, timeZone, closesAt, answerBy }: Call) {
  return {
    state,
    timeZone,
    closesAt: closesAt ? toLocalTime(closesAt, timeZone) : '',
    answerBy: answerBy ? toLocalTime(answerBy, timeZone).slice(0, 10) : '',
  };
}

/** Where our applicants and newsrooms are first; then every other zone. */
const NEAR = ['Asia/Tbilisi', 'Asia/Yerevan', 'Asia/Baku', 'Europe/Moscow', 'Europe/Berlin', 'UTC'];

function zonesWith(current: string): string[] {
  return [...new Set([...NEAR, current, ...Intl.supportedValuesOf('timeZone')])];
}

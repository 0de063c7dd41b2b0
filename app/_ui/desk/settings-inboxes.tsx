import { saveInbox } from '@/app/desk/settings/actions';
import type { Call } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import type { Inbox } from '@/domain/settings/queries';
import { INBOX_PURPOSES, PRIVACY_LEVELS } from '@/domain/settings/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, SelectField, Submit, TextField } from './action-form.client';
import { SettingsSection } from './settings-section';

type Props = { inboxes: readonly Inbox[]; calls: readonly Call[]; locale: Locale };

export function InboxesSection({ inboxes, calls, locale }: Props) {
  const t = translator(locale, 'desk.settings');
  return (
    <SettingsSection id="inboxes" name={t('inboxes')} hint={t('inboxesHint')}>
      {inboxes.map((inbox) => (
        <InboxForm key={inbox.id} inbox={inbox} calls={calls} locale={locale} />
      ))}
      <details className="set__more">
        <summary>{t('addInbox')}</summary>
        <InboxForm key={inboxes.length} calls={calls} locale={locale} />
      </details>
    </SettingsSection>
  );
}

function InboxForm({ inbox, calls, locale }: { inbox?: Inbox; calls: readonly Call[]; locale: Locale }) {
  const t = translator(locale, 'desk.settings');
  return (
    <ActionForm className="set__form" action={saveInbox}>
      <FormSays />
      <input type="hidden" name="inbox" value={inbox?.id ?? ''} />
      <div className="set__row">
        <TextField label={t('address')} name="address" type="email" defaultValue={inbox?.address} required />
        <SelectField label={t('purpose')} name="purpose" defaultValue={inbox?.purpose ?? 'editorial'}>
          {INBOX_PURPOSES.map((purpose) => (
            <option key={purpose} value={purpose}>
              {t(`purposes.${purpose}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="set__row">
        <SelectField label={t('privacyLevel')} name="privacyLevel" defaultValue={inbox?.privacyLevel ?? 'link'}>
          {levelsFor(inbox).map((level) => (
            <option key={level} value={level}>
              {t(`privacyLevels.${level}`)}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('forCall')} name="callId" defaultValue={inbox?.callId ?? ''}>
          <option value="">{t('everyCall')}</option>
          {calls.map((call) => (
            <option key={call.id} value={call.id}>
              {callName(call, locale)}
            </option>
          ))}
        </SelectField>
      </div>
      <p className="moves">
        <Submit>{inbox ? t('save') : t('add')}</Submit>
        {inbox ? (
          <Submit name="then" value="remove" className="btn btn--text btn--small" formNoValidate>
            {t('remove')}
          </Submit>
        ) : null}
      </p>
    </ActionForm>
  );
}

/** Only mails with a link are written so far: what is not kept must not be promised. */
function levelsFor(inbox: Inbox | undefined) {
  return PRIVACY_LEVELS.filter((level) => level === 'link' || level === inbox?.privacyLevel);
}

import { saveInbox } from '@/app/desk/settings/actions';
import type { Call } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import { seenOf } from '@/domain/seen';
import type { Inbox } from '@/domain/settings/queries';
import { INBOX_PURPOSES, PRIVACY_LEVELS } from '@/domain/settings/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, SelectField, Submit, TextField } from './action-form.client';
import { SettingsSection } from './settings-section';
import { Shown } from './shown';

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
  const seen = seenOf(inbox);
  return (
    <ActionForm className="set__form" action={saveInbox} version={seen}>
      <FormSays />
      {inbox ? <Shown seen={seen} fields={fieldsOf(inbox)} /> : null}
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

function fieldsOf({ address, purpose, privacyLevel, callId }: Inbox) {
  return { address, purpose, privacyLevel, callId: callId ?? '' };
}

/** Only mails with a link are written so far: what is not kept must not be promised. */
function levelsFor(inbox: Inbox | undefined) {
  return PRIVACY_LEVELS.filter((level) => level === 'link' || level === inbox?.privacyLevel);
}

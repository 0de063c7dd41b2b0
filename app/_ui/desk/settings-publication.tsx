import { savePublication } from '@/app/desk/settings/actions';
import { seenOf } from '@/domain/seen';
import type { Publication } from '@/domain/settings/queries';
import { LANGUAGE_NAMES, LOCALES, type Locale, translator } from '@/locales';
import { ActionForm, AreaField, FormSays, Submit, TextField, TypedBox } from './action-form.client';
import { SettingsSection } from './settings-section';
import { Shown } from './shown';

export function PublicationSection({ publication, locale }: { publication: Publication; locale: Locale }) {
  const t = translator(locale, 'desk.settings');
  const seen = seenOf(publication);
  return (
    <SettingsSection id="publication" name={t('publication')} hint={t('publicationHint')}>
      <ActionForm className="set__form" action={savePublication} version={seen}>
        <FormSays />
        <Shown seen={seen} fields={fieldsOf(publication)} />
        <div className="set__row">
          <TextField
            label={t('publicationName')}
            name="name"
            defaultValue={publication.name}
            maxLength={120}
            required
          />
          <TextField label={t('homeUrl')} name="homeUrl" type="url" defaultValue={publication.homeUrl} required />
        </div>
        <div className="set__row">
          <TextField
            label={t('leaveUrl')}
            hint={t('leaveUrlHint')}
            name="leaveUrl"
            type="url"
            defaultValue={publication.leaveUrl}
            required
          />
          <TextField
            label={t('privacyContact')}
            hint={t('privacyContactHint')}
            name="privacyContact"
            defaultValue={publication.privacyContact}
            required
          />
        </div>
        <div className="set__row">
          <TextField
            label={t('retentionDays')}
            hint={t('retentionHint')}
            name="retentionDays"
            type="number"
            min={1}
            max={3650}
            defaultValue={publication.retentionDays}
            required
          />
        </div>
        <TypedBox
          className="choice choice--block"
          name="rememberLanguage"
          label={
            <span>
              {t('rememberLanguage')} <span className="hint">{t('rememberLanguageHint')}</span>
            </span>
          }
          defaultChecked={publication.rememberLanguage}
        />
        <TextsByLanguage name="imprint" label={t('imprint')} texts={publication.imprint} />
        <TextsByLanguage
          name="privacyText"
          label={t('privacyText')}
          hint={t('privacyTextHint')}
          texts={publication.privacyText}
        />
        <p className="moves">
          <Submit>{t('save')}</Submit>
        </p>
      </ActionForm>
    </SettingsSection>
  );
}

function fieldsOf({ imprint, privacyText, rememberLanguage, retentionDays, ...plain }: Publication) {
  return {
    ...plain,
    retentionDays: String(retentionDays),
    rememberLanguage: rememberLanguage ? 'on' : '',
    ...inEach('imprint', imprint),
    ...inEach('privacyText', privacyText),
  };
}

function inEach(name: string, texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(LOCALES.map((locale) => [`${name}.${locale}`, texts[locale] ?? '']));
}

type TextsProps = { name: string; label: string; hint?: string; texts: Record<string, string> };

function TextsByLanguage({ name, label, hint, texts }: TextsProps) {
  return (
    <details className="set__more" aria-label={label}>
      <summary>{label}</summary>
      {hint && <p className="hint">{hint}</p>}
      {LOCALES.map((language) => (
        <AreaField
          key={language}
          label={LANGUAGE_NAMES[language].whole}
          name={`${name}.${language}`}
          lang={language}
          rows={4}
          maxLength={10_000}
          defaultValue={texts[language] ?? ''}
        />
      ))}
    </details>
  );
}

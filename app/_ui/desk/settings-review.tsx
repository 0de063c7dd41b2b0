import { assignNow, savePlan, saveRubric } from '@/app/desk/settings/review-actions';
import type { Call } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import type { Plan, RubricLine } from '@/domain/reviews/queries';
import { BLIND_MODES } from '@/domain/reviews/rules';
import { LANGUAGE_NAMES, LOCALES, type Locale, translator } from '@/locales';
import { ActionForm, FormSays, SelectField, Submit, TextField } from './action-form.client';
import { criterionName } from './scorecard';
import { SettingsSection } from './settings-section';

export type ReviewedCall = { call: Call; rubric: readonly RubricLine[]; plan: Plan };

export function ReviewSection({ calls, locale }: { calls: readonly ReviewedCall[]; locale: Locale }) {
  const t = translator(locale, 'reviewing.settings');
  return (
    <SettingsSection id="review" name={t('title')} hint={t('hint')}>
      {calls.map((reviewed) => (
        <div key={reviewed.call.id} id={`review-${reviewed.call.slug}`}>
          <h3 className="set__title">{callName(reviewed.call, locale)}</h3>
          <PlanForm {...reviewed} locale={locale} />
          <RubricForm {...reviewed} locale={locale} />
        </div>
      ))}
    </SettingsSection>
  );
}

type One = ReviewedCall & { locale: Locale };

function PlanForm({ call, plan, locale }: One) {
  const t = translator(locale, 'reviewing.settings');
  return (
    <>
      <ActionForm className="set__form" action={savePlan} key={JSON.stringify(plan)}>
        <FormSays />
        <input type="hidden" name="call" value={call.id} />
        <div className="set__row">
          <TextField
            label={t('reviewersEach')}
            name="reviewersEach"
            type="number"
            min={1}
            max={9}
            required
            defaultValue={plan.reviewersEach}
          />
          <TextField
            label={t('dueDays')}
            hint={t('dueDaysHint')}
            name="dueDays"
            type="number"
            min={1}
            max={365}
            defaultValue={plan.dueDays ?? ''}
          />
        </div>
        <label className="check">
          <input type="checkbox" name="automatic" defaultChecked={plan.automatic} /> {t('automatic')}
        </label>
        <p className="hint">{t('automaticHint')}</p>
        <SelectField label={t('blind')} hint={t('blindHint')} name="blind" defaultValue={plan.blind}>
          {BLIND_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`blindModes.${mode}`)}
            </option>
          ))}
        </SelectField>
        <label className="check">
          <input type="checkbox" name="mayUnmask" defaultChecked={plan.mayUnmask} /> {t('mayUnmask')}
        </label>
        <p className="moves">
          <Submit>{translator(locale, 'desk.settings')('save')}</Submit>
        </p>
      </ActionForm>
      <ActionForm className="set__form" action={assignNow}>
        <input type="hidden" name="call" value={call.id} />
        <p className="moves">
          <Submit>{t('assignNow')}</Submit>
        </p>
        <FormSays />
      </ActionForm>
    </>
  );
}

function RubricForm({ call, rubric, locale }: One) {
  const t = translator(locale, 'reviewing.settings');
  const used = rubric.filter((line) => !line.archived);
  const archived = rubric.filter((line) => line.archived);
  return (
    <ActionForm className="set__form" action={saveRubric} key={JSON.stringify(rubric)}>
      <h4 className="set__title">{t('criteria')}</h4>
      <FormSays />
      <input type="hidden" name="call" value={call.id} />
      {used.map((line, row) => (
        <Row key={line.key} row={row} line={line} locale={locale} />
      ))}
      <Row row={used.length} line={null} locale={locale} />
      {archived.map((line, at) => (
        <ArchivedRow key={line.key} row={used.length + 1 + at} line={line} locale={locale} />
      ))}
      <p className="moves">
        <Submit>{translator(locale, 'desk.settings')('save')}</Submit>
      </p>
    </ActionForm>
  );
}

type RowFacts = { row: number; line: RubricLine | null; locale: Locale };

function Row({ row, line, locale }: RowFacts) {
  const t = translator(locale, 'reviewing.settings');
  const ours = line ? criterionName({ key: line.key, names: {} }, locale) : '';
  const label = line ? criterionName(line, locale) : t('another');
  return (
    <fieldset className="rubric">
      <legend className="hint">{label}</legend>
      <input type="hidden" name={`key.${row}`} value={line?.key ?? ''} />
      <div className="rubric__row">
        <TextField
          label={t('name')}
          name={`name.${row}.und`}
          maxLength={80}
          defaultValue={line?.names.und ?? ''}
          placeholder={line && ours !== line.key ? ours : undefined}
          autoComplete="off"
        />
        <TextField
          label={t('weight')}
          name={`weight.${row}`}
          type="number"
          min={1}
          max={9}
          required
          defaultValue={line?.weight ?? 1}
        />
        <TextField
          label={t('place')}
          name={`place.${row}`}
          type="number"
          min={1}
          max={99}
          required
          defaultValue={row + 1}
        />
        {line ? (
          <label className="check">
            <input type="checkbox" name={`out.${row}`} /> {t('takeOut')}
          </label>
        ) : null}
      </div>
      <details className="set__more">
        <summary>{t('names')}</summary>
        <div className="set__row">
          {LOCALES.map((language) => (
            <TextField
              key={language}
              label={LANGUAGE_NAMES[language].whole}
              name={`name.${row}.${language}`}
              lang={language}
              maxLength={80}
              defaultValue={line?.names[language] ?? ''}
              autoComplete="off"
            />
          ))}
        </div>
      </details>
    </fieldset>
  );
}

/** Not in the rubric unless it is brought back: the box that leaves it out is checked. */
function ArchivedRow({ row, line, locale }: RowFacts & { line: RubricLine }) {
  const t = translator(locale, 'reviewing.settings');
  return (
    <p className="check">
      <input type="hidden" name={`key.${row}`} value={line.key} />
      <input type="hidden" name={`weight.${row}`} value={line.weight} />
      <input type="hidden" name={`place.${row}`} value={row + 1} />
      {Object.entries(line.names).map(([language, name]) => (
        <input key={language} type="hidden" name={`name.${row}.${language}`} value={name} />
      ))}
      <label className="check">
        <input type="checkbox" name={`out.${row}`} defaultChecked /> {criterionName(line, locale)}: {t('archived')}
      </label>
    </p>
  );
}

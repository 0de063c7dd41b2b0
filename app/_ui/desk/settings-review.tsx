import { assignNow, savePlan, saveRubric } from '@/app/desk/settings/review-actions';
import type { Call } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import type { Plan, RubricLine } from '@/domain/reviews/queries';
import { BLIND_MODES } from '@/domain/reviews/rules';
import { seenOf } from '@/domain/seen';
import { LANGUAGE_NAMES, LOCALES, type Locale, translator } from '@/locales';
import { ActionForm, FormSays, SelectField, Submit, TextField, TypedBox } from './action-form.client';
import { criterionName } from './scorecard';
import { SettingsSection } from './settings-section';
import { Shown } from './shown';

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
  const seen = seenOf(plan);
  return (
    <>
      <ActionForm className="set__form" action={savePlan} version={seen}>
        <FormSays />
        <Shown seen={seen} fields={planFields(plan)} />
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
        <TypedBox name="automatic" label={t('automatic')} defaultChecked={plan.automatic} />
        <p className="hint">{t('automaticHint')}</p>
        <SelectField label={t('blind')} hint={t('blindHint')} name="blind" defaultValue={plan.blind}>
          {BLIND_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`blindModes.${mode}`)}
            </option>
          ))}
        </SelectField>
        <TypedBox name="mayUnmask" label={t('mayUnmask')} defaultChecked={plan.mayUnmask} />
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

function planFields({ reviewersEach, dueDays, automatic, blind, mayUnmask }: Plan): Record<string, string> {
  const box = (isTicked: boolean) => (isTicked ? 'on' : '');
  return {
    reviewersEach: String(reviewersEach),
    dueDays: String(dueDays ?? ''),
    automatic: box(automatic),
    mayUnmask: box(mayUnmask),
    blind,
  };
}

function RubricForm({ call, rubric, locale }: One) {
  const t = translator(locale, 'reviewing.settings');
  const used = rubric.filter((line) => !line.archived);
  const archived = rubric.filter((line) => line.archived);
  const seen = seenOf(rubric);
  return (
    <ActionForm className="set__form" action={saveRubric} version={seen}>
      <h4 className="set__title">{t('criteria')}</h4>
      <FormSays />
      <Shown seen={seen} fields={Object.assign({}, ...[...used, null].map(fieldsOf), ...archived.map(boxOf))} />
      <input type="hidden" name="call" value={call.id} />
      {used.map((line, at) => (
        <Row key={line.key} place={at + 1} line={line} locale={locale} />
      ))}
      <Row place={used.length + 1} line={null} locale={locale} />
      {archived.map((line, at) => (
        <ArchivedRow key={line.key} place={used.length + 2 + at} line={line} locale={locale} />
      ))}
      <p className="moves">
        <Submit>{translator(locale, 'desk.settings')('save')}</Submit>
      </p>
    </ActionForm>
  );
}

/** By its criterion, so that what was written in a row is not of another one after a colleague's change. */
function rowOf(line: RubricLine | null): string {
  return line?.key ?? 'new';
}

function fieldsOf(line: RubricLine | null, at: number): Record<string, string> {
  const row = rowOf(line);
  const names = ['und', ...LOCALES].map((language) => [`name.${row}.${language}`, line?.names[language] ?? '']);
  return {
    [`weight.${row}`]: String(line?.weight ?? 1),
    [`place.${row}`]: String(at + 1),
    ...(line ? { [`out.${row}`]: '' } : {}),
    ...Object.fromEntries(names),
  };
}

function boxOf(archived: RubricLine): Record<string, string> {
  return { [`out.${rowOf(archived)}`]: 'on' };
}

type RowFacts = { place: number; line: RubricLine | null; locale: Locale };

function Row({ place, line, locale }: RowFacts) {
  const t = translator(locale, 'reviewing.settings');
  const row = rowOf(line);
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
          defaultValue={place}
        />
        {line ? <TypedBox name={`out.${row}`} label={t('takeOut')} /> : null}
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
function ArchivedRow({ place, line, locale }: RowFacts & { line: RubricLine }) {
  const t = translator(locale, 'reviewing.settings');
  const row = rowOf(line);
  return (
    <p className="check">
      <input type="hidden" name={`key.${row}`} value={line.key} />
      <input type="hidden" name={`weight.${row}`} value={line.weight} />
      <input type="hidden" name={`place.${row}`} value={place} />
      {Object.entries(line.names).map(([language, name]) => (
        <input key={language} type="hidden" name={`name.${row}.${language}`} value={name} />
      ))}
      <TypedBox name={`out.${row}`} label={`${criterionName(line, locale)}: ${t('archived')}`} defaultChecked />
    </p>
  );
}

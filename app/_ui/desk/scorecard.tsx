import { keepScores, saveScores } from '@/app/desk/reviewing/actions';
import type { Criterion as CriterionFacts } from '@/domain/reviews/queries';
import { SCORES, weightedMean } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit, TypedArea, TypedInput } from './action-form.client';
import { numberFormat } from './formats';
import { Key } from './key';
import { type OpenApplication, Standing } from './open-application';
import { Said, unreadable } from './said';
import { Autosave } from './scorecard.client';
import { wasOf } from './shown-fields';

/** A member's own scores, kept as they are given; what the others gave is shown once these are in. */
export function ScorecardForm({ application, scorecard, view, madeAt, locale }: OpenApplication) {
  const t = translator(locale, 'desk.score');
  const c = translator(locale, 'reviewing.card');
  if (scorecard.criteria.length === 0) return null;
  return (
    <section>
      <h2>
        {t('title')} <small>{summary(scorecard, locale)}</small>
      </h2>
      <ActionForm action={saveScores} id="scorecard" key={application.number}>
        <FormSays />
        <Standing application={application} view={view} />
        <div className="card">
          {scorecard.criteria.map((criterion, place) => (
            <Criterion
              key={criterion.key}
              criterion={criterion}
              scorecard={scorecard}
              locale={locale}
              isFirst={place === 0}
            />
          ))}
        </div>
        <label className="vh" htmlFor="note">
          {t('note')}
        </label>
        <TypedInput type="hidden" name={wasOf('note')} defaultValue={scorecard.myNote ?? ''} />
        <TypedArea
          className="say__in"
          id="note"
          name="note"
          rows={2}
          maxLength={5000}
          placeholder={t('note')}
          defaultValue={scorecard.myNote ?? ''}
          dir="auto"
        />
        {scorecard.myNote === null ? <p className="quiet">{unreadable(locale)}</p> : null}
        <Autosave
          number={application.number}
          madeAt={madeAt}
          isFinished={scorecard.finished}
          save={keepScores}
          words={{ saving: c('saving'), saved: c('saved'), offline: c('offline'), failed: c('failed') }}
        />
        <p className="moves">
          <Submit className="btn btn--tiny">{t('save')}</Submit>
          {application.mayDecide ? (
            <Submit className="btn btn--tiny" name="then" value="finish" data-key="n">
              {c('finish')} <Key>N</Key>
            </Submit>
          ) : null}
        </p>
      </ActionForm>
      <p className="hint">{hint(scorecard, locale)}</p>
      <Notes scorecard={scorecard} locale={locale} />
    </section>
  );
}

type Part = { scorecard: OpenApplication['scorecard']; locale: Locale };

function hint({ finished, othersIn }: Part['scorecard'], locale: Locale): string {
  const c = translator(locale, 'reviewing.card');
  return finished ? c('isIn') : `${c('finishHint')} ${c('others', { count: othersIn })}`;
}

/** A newsroom's own name for it, in the reader's language or in any; else ours. */
export function criterionName({ key, names }: Pick<CriterionFacts, 'key' | 'names'>, locale: Locale): string {
  const t = translator(locale, 'desk.score');
  const own = names[locale] ?? names.und;
  if (own) return own;
  if (t.has(`criteria.${key}` as never)) return t(`criteria.${key}` as never);
  return Object.values(names)[0] ?? key;
}

function Criterion({ criterion, scorecard, locale, isFirst }: Part & { criterion: CriterionFacts; isFirst: boolean }) {
  const t = translator(locale, 'desk.score');
  const name = criterion.key;
  const label = criterionName(criterion, locale);
  const given = new Set((scorecard.others ?? []).map((other) => other.scores[name]));
  return (
    <>
      <input type="hidden" name={wasOf(`score.${name}`)} value={scorecard.mine[name] ?? ''} />
      <span aria-hidden="true">{label}</span>
      <span
        className="rate"
        role="radiogroup"
        aria-label={label}
        data-key={isFirst ? 'g' : undefined}
        data-key-label={isFirst ? t('title') : undefined}
      >
        {SCORES.map((value) => (
          <label key={value} data-o={given.has(value) ? '' : undefined}>
            <input
              type="radio"
              name={`score.${name}`}
              value={value}
              defaultChecked={scorecard.mine[name] === value}
              aria-label={given.has(value) ? t('ofFiveOthers', { value }) : t('ofFive', { value })}
            />
            <span>{value}</span>
          </label>
        ))}
      </span>
    </>
  );
}

function summary({ criteria, mine, finished, others, mean, wideApart }: Part['scorecard'], locale: Locale): string {
  const t = translator(locale, 'desk.score');
  const own = weightedMean(mine, criteria);
  if (!finished)
    return translator(locale, 'reviewing.card')('given', { given: Object.keys(mine).length, of: criteria.length });
  if (own === null || mean === null) return t('hidden');
  const decimal = numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const yours = decimal.format(own);
  const count = 1 + (others?.length ?? 0);
  if (count === 1) return t('yours', { yours });
  return wideApart
    ? t('yoursAndAllApart', { yours, count, mean: decimal.format(mean) })
    : t('yoursAndAll', { yours, count, mean: decimal.format(mean) });
}

function Notes({ scorecard, locale }: Part) {
  const t = translator(locale, 'desk.score');
  const notes = (scorecard.others ?? []).filter((other) => other.note !== '' || other.revised);
  if (notes.length === 0) return null;
  return (
    <ul className="say">
      {notes.map(({ by, note, revised }) => (
        <li key={`${by} ${note}`}>
          <b>{by ?? t('formerMember')}</b>
          {revised ? <small className="quiet"> {translator(locale, 'reviewing.card')('revised')}</small> : null}
          {note === '' ? null : <Said as="p" text={note} locale={locale} />}
        </li>
      ))}
    </ul>
  );
}

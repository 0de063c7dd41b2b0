import { saveScores } from '@/app/desk/applications/actions';
import { SCORES } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit, TypedArea } from './action-form.client';
import { type OpenApplication, Standing } from './open-application';
import { Own } from './own';

/** A member's own scores; what the others gave is shown once these are in. */
export function ScorecardForm({ application, scorecard, view, locale }: OpenApplication) {
  const t = translator(locale, 'desk.score');
  if (scorecard.criteria.length === 0) return null;
  return (
    <section>
      <h2>
        {t('title')} <small>{summary(scorecard, locale)}</small>
      </h2>
      <ActionForm action={saveScores} key={JSON.stringify([application.number, scorecard.mine])}>
        <FormSays />
        <Standing application={application} view={view} />
        <div className="card">
          {scorecard.criteria.map(({ key }) => (
            <Criterion key={key} name={key} scorecard={scorecard} locale={locale} />
          ))}
        </div>
        <label className="vh" htmlFor="note">
          {t('note')}
        </label>
        <TypedArea
          className="say__in"
          id="note"
          name="note"
          rows={2}
          maxLength={5000}
          placeholder={t('note')}
          defaultValue={scorecard.myNote}
          dir="auto"
        />
        <p className="moves">
          <Submit className="btn btn--tiny">{t('save')}</Submit>
        </p>
      </ActionForm>
      <Notes scorecard={scorecard} locale={locale} />
    </section>
  );
}

type Part = { scorecard: OpenApplication['scorecard']; locale: Locale };

function Criterion({ name, scorecard, locale }: Part & { name: string }) {
  const t = translator(locale, 'desk.score');
  const label = t.has(`criteria.${name}` as never) ? t(`criteria.${name}` as never) : name;
  const given = new Set((scorecard.others ?? []).map((other) => other.scores[name]));
  return (
    <>
      <span aria-hidden="true">{label}</span>
      <span className="rate" role="radiogroup" aria-label={label}>
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

function summary({ mine, others, mean, wideApart }: Part['scorecard'], locale: Locale): string {
  const t = translator(locale, 'desk.score');
  const own = Object.values(mine);
  if (own.length === 0 || mean === null) return t('hidden');
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const yours = decimal.format(own.reduce((sum, value) => sum + value, 0) / own.length);
  const count = 1 + (others?.length ?? 0);
  if (count === 1) return t('yours', { yours });
  return wideApart
    ? t('yoursAndAllApart', { yours, count, mean: decimal.format(mean) })
    : t('yoursAndAll', { yours, count, mean: decimal.format(mean) });
}

function Notes({ scorecard, locale }: Part) {
  const t = translator(locale, 'desk.score');
  const notes = (scorecard.others ?? []).filter((other) => other.note !== '');
  if (notes.length === 0) return null;
  return (
    <ul className="say">
      {notes.map(({ by, note }) => (
        <li key={`${by} ${note}`}>
          <b>{by ?? t('formerMember')}</b>
          <Own as="p">{note}</Own>
        </li>
      ))}
    </ul>
  );
}

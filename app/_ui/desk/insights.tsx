import type { Insights } from '@/domain/insights/queries';
import { type Locale, translator } from '@/locales';
import { Bars, Ranges, SmallBars } from './charts';
import { Figure, FigureRows } from './figure';
import { dateFormat, numberFormat } from './formats';
import type { RailFacts } from './rail';
import type { Times } from './times';
import { languageLabel, languageName, regionName } from './words';

type Props = { facts: Insights; times: Times; locale: Locale };
type Promised = NonNullable<RailFacts['answers']>;

/** Each picture says in a sentence, made from its own figures, what there is to see. */
export function InsightFigures(props: Props) {
  if (props.facts.total === 0) return <p className="queue__say">{translator(props.locale, 'insights')('nothing')}</p>;
  return (
    <div className="figs">
      <FunnelFigure {...props} />
      <WeeksFigure {...props} />
      <LanguagesFigure {...props} />
      <AnswersFigure {...props} />
      <LoadFigure {...props} />
      <CellsFigure {...props} />
    </div>
  );
}

/** What everybody wants to know first; of the promise that the rail tells of, too. */
export function insightLead({ facts, answers, locale }: Omit<Props, 'times'> & Pick<RailFacts, 'answers'>): string {
  const t = translator(locale, 'insights');
  const promise = ({ day, days }: Promised) => (days < 0 ? t('late', { day }) : t('promised', { day, days }));
  return [
    t('total', { count: facts.total }),
    facts.middleDays === null ? '' : t('half', { days: Math.round(facts.middleDays) }),
    facts.total > 0 ? t('wait', { count: facts.waiting }) : '',
    answers && facts.waiting > 0 ? promise(answers) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function FunnelFigure({ facts, locale }: Props) {
  const t = translator(locale, 'insights');
  const number = numberFormat(locale);
  const percent = numberFormat(locale, { style: 'percent' });
  const of = (step: string) => facts.funnel.find((one) => one.step === step)?.count ?? 0;
  const bars = facts.funnel.map(({ step, count }, place) => {
    const before = facts.funnel[place - 1]?.count;
    const note = count !== null && before && count <= before ? percent.format(count / before) : undefined;
    return { label: t(`funnel.steps.${step}`), value: count, text: number.format(count ?? 0), note };
  });
  return (
    <Figure
      wide={5}
      title={t('funnel.title', { sent: of('sent'), read: of('readTwice'), answered: of('answered') })}
      hint={t('funnel.hint')}
      figures={t('figures')}
      table={{
        head: [t('step'), t('count')],
        rows: bars.map((bar) => [bar.label, bar.value === null ? t('few') : bar.text]),
      }}
    >
      <Bars size="wide" bars={bars} label={t('funnel.hint')} few={t('few')} />
    </Figure>
  );
}

function WeeksFigure({ facts, times, locale }: Props) {
  const t = translator(locale, 'insights');
  const number = numberFormat(locale);
  const regions = weeksByRegion(facts, locale);
  const sums = facts.weeks.map((_, place) => inWeek(regions, place));
  const busiest = sums.indexOf(Math.max(...sums));
  const first = facts.weeks[0];
  return (
    <Figure
      wide={7}
      title={t('weeks.title', { day: dayOf(facts.weeks[busiest], times), count: sums[busiest] ?? 0 })}
      hint={t('weeks.hint')}
      figures={t('figures')}
      table={{
        head: [t('region'), ...facts.weeks.map((week) => times.day(week))],
        rows: regions.map(({ label, values }) => [label, ...values.map((value) => number.format(value))]),
      }}
    >
      <SmallBars
        charts={drawn(regions, t('others')).map((one) => ({ ...one, total: number.format(sumOf(one.values)) }))}
        label={t('weeks.hint')}
        from={shortDay(first, locale)}
        to={t('now')}
      />
    </Figure>
  );
}

type Weeks = { label: string; values: number[] };

/** The region written from most stands first, those of several regions last. */
function weeksByRegion(facts: Insights, locale: Locale): Weeks[] {
  const t = translator(locale, 'insights');
  return [...new Set(facts.byWeek.map((one) => one.region))]
    .map((region) => ({ region, values: facts.weeks.map((week) => countIn(facts, week, region)) }))
    .toSorted(
      (one, other) =>
        Number(one.region === 'more') - Number(other.region === 'more') || sumOf(other.values) - sumOf(one.values),
    )
    .map(({ region, values }) => ({ label: region === 'more' ? t('more') : regionName(locale, region), values }));
}

/** The picture has room for so many side by side. */
const DRAWN = 6;

/** Those that do not fit stand together, so that the picture leaves nobody out; the last keeps its place. */
function drawn(regions: readonly Weeks[], others: string): readonly Weeks[] {
  if (regions.length <= DRAWN) return regions;
  const rest = regions.slice(DRAWN - 2, -1);
  const values = (regions[0]?.values ?? []).map((_, place) => inWeek(rest, place));
  return [...regions.slice(0, DRAWN - 2), { label: others, values }, ...regions.slice(-1)];
}

function inWeek(regions: readonly Weeks[], place: number): number {
  return sumOf(regions.map(({ values }) => values[place] ?? 0));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function countIn({ byWeek }: Insights, week: Date, region: string): number {
  return byWeek.find((one) => one.region === region && one.week.getTime() === week.getTime())?.count ?? 0;
}

function LanguagesFigure({ facts, locale }: Props) {
  const t = translator(locale, 'insights');
  const number = numberFormat(locale);
  const [most] = facts.languages;
  if (!most || most.count === null) return null;
  const bars = facts.languages.map(({ language, count }) => ({
    label: languageLabel(locale, language),
    value: count,
    text: count === null ? t('kept') : number.format(count),
  }));
  return (
    <Figure
      title={t('languages.title', {
        language: languageName(locale, most.language),
        count: most.count,
        total: facts.total,
      })}
      hint={t('languages.hint')}
      figures={t('figures')}
      table={{ head: [t('language'), t('count')], rows: bars.map((bar) => [bar.label, bar.text]) }}
    >
      <Bars bars={bars} label={t('languages.hint')} few={t('kept')} />
    </Figure>
  );
}

function AnswersFigure({ facts, times, locale }: Props) {
  const t = translator(locale, 'insights');
  const last = facts.answers.at(-1);
  if (!last) return null;
  const weeks = facts.weeks.map((week) => ({
    week,
    answer: facts.answers.find((one) => isSame(one.week, week)) ?? null,
    promised: facts.promised.find((one) => isSame(one.week, week))?.days ?? null,
  }));
  const hint = t(facts.promised.length > 0 ? 'answers.hintPromised' : 'answers.hint');
  return (
    <Figure
      title={t('answers.title', { week: times.day(last.week), days: Math.round(last.middle) })}
      hint={hint}
      figures={t('figures')}
      table={answersTable({ weeks, times, locale })}
    >
      <Ranges
        ranges={weeks.map(({ answer }) =>
          answer ? { low: answer.soonest, middle: answer.middle, high: answer.latest } : null,
        )}
        aim={{ name: t('answers.promised'), values: weeks.map(({ promised }) => promised) }}
        label={hint}
        from={shortDay(facts.weeks[0], locale)}
        to={shortDay(facts.weeks.at(-1), locale)}
      />
    </Figure>
  );
}

type AnsweredWeek = { week: Date; answer: Insights['answers'][number] | null; promised: number | null };

/** Weeks in which somebody was answered or promised to be; the promise stands beside what became of it. */
function answersTable({ weeks, times, locale }: { weeks: readonly AnsweredWeek[]; times: Times; locale: Locale }) {
  const t = translator(locale, 'insights');
  const decimal = numberFormat(locale, { maximumFractionDigits: 1 });
  const written = (days: number | null | undefined) => (typeof days === 'number' ? decimal.format(days) : '–');
  return {
    head: [t('week'), t('answers.soonest'), t('answers.middle'), t('answers.latest'), t('answers.promised')],
    rows: weeks
      .filter(({ answer, promised }) => answer !== null || promised !== null)
      .map(({ week, answer, promised }) => [
        times.day(week),
        ...[answer?.soonest, answer?.middle, answer?.latest, promised].map(written),
      ]),
  };
}

function isSame(one: Date, other: Date): boolean {
  return one.getTime() === other.getTime();
}

function LoadFigure({ facts, locale }: Props) {
  const t = translator(locale, 'insights');
  const number = numberFormat(locale);
  const former = translator(locale, 'discussion')('former');
  const [most] = facts.load;
  if (!most) return null;
  const done = facts.load.reduce((sum, one) => sum + one.done, 0);
  const bars = facts.load.map((one, place) => ({
    label: one.name ?? former,
    value: one.open,
    text: number.format(one.open),
    note: t('load.readToo', { count: one.done }),
    accent: place === 0 && one.open > 0,
  }));
  return (
    <Figure
      title={
        most.open > 0
          ? t('load.title', { name: most.name ?? former, count: most.open })
          : t('load.done', { count: done })
      }
      hint={t('load.hint')}
      figures={t('figures')}
      table={{
        head: [t('load.member'), t('load.open'), t('load.read')],
        rows: facts.load.map((one) => [one.name ?? former, number.format(one.open), number.format(one.done)]),
      }}
    >
      <Bars size="named" bars={bars} label={t('load.hint')} few={t('few')} />
    </Figure>
  );
}

/** Region and language together, as a table only: a picture would show how few. */
function CellsFigure({ facts, locale }: Props) {
  const t = translator(locale, 'insights');
  const number = numberFormat(locale);
  const regions = [...new Set(facts.cells.map((cell) => cell.region))];
  const languages = facts.languages.map((one) => one.language);
  if (regions.length === 0 || languages.length === 0) return null;
  const shown = (region: string, language: string) => {
    const cell = facts.cells.find((one) => one.region === region && one.language === language);
    if (!cell) return '–';
    return cell.count === null ? t('kept') : number.format(cell.count);
  };
  return (
    <figure className="fig fig--all">
      <h2>{t('cells')}</h2>
      <FigureRows
        caption={t('cells')}
        table={{
          head: [t('region'), ...languages.map((language) => languageLabel(locale, language))],
          rows: regions.map((region) => [
            regionName(locale, region),
            ...languages.map((language) => shown(region, language)),
          ]),
        }}
      />
    </figure>
  );
}

function dayOf(week: Date | undefined, times: Times): string {
  return week ? times.day(week) : '';
}

function shortDay(week: Date | undefined, locale: Locale): string {
  const format = dateFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return week ? format.format(week) : '';
}

import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Insights } from '@/domain/insights/queries';
import { LOCALES, type Locale, translator } from '@/locales';
import { InsightFigures } from './insights';
import { times } from './times';

const NOW = new Date('2026-11-18T12:00:00Z');
const WEEKS = ['2026-11-02', '2026-11-09', '2026-11-16'].map((day) => new Date(`${day}T12:00:00Z`));
const [FIRST = NOW, SECOND = NOW, THIRD = NOW] = WEEKS;

const FACTS: Insights = {
  total: 9,
  waiting: 4,
  middleDays: 3,
  timeZone: 'UTC',
  weeks: WEEKS,
  funnel: [],
  byWeek: [],
  languages: [],
  cells: [],
  answers: [{ week: FIRST, answered: 5, soonest: 1, middle: 3.25, latest: 8 }],
  promised: [],
  load: [],
};

function drawn(facts: Insights, locale: Locale = 'en'): string {
  return renderToStaticMarkup(<InsightFigures facts={facts} locale={locale} times={times(locale, 'UTC', NOW)} />);
}

const KEPT = {
  ...FACTS,
  promised: [
    { week: FIRST, days: 20 },
    { week: SECOND, days: 13.5 },
  ],
};

it('draws what was promised as a broken line over the weeks it was promised in, on the same scale', () => {
  // 0 to 20 days on 128 units: 20 days lie at 8, 13.5 at 49.6.
  expect(drawn(KEPT)).toContain('<path class="l l--d" d="M22 8h82M104 49.6h132"></path>');
  expect(drawn(KEPT)).toContain('<text class="a" x="22" y="3" text-anchor="start">Promised</text>');
  const late = { ...KEPT, promised: [{ week: THIRD, days: 20 }] };
  expect(drawn(late)).toContain('<text class="a" x="317" y="3" text-anchor="end">Promised</text>');
  expect(drawn(FACTS)).not.toContain('l--d');
});

it('writes it in a column of the table, and in the words that stand for the picture, in every language', () => {
  expect(drawn(KEPT)).toContain(
    '<tr><th scope="row">2 November</th><td>1</td><td>3.3</td><td>8</td><td>20</td></tr><tr><th scope="row">9 November</th><td>–</td><td>–</td><td>–</td><td>13.5</td></tr>',
  );
  for (const locale of LOCALES) {
    const t = translator(locale, 'insights');
    expect(drawn(KEPT, locale)).toContain(`<th scope="col">${t('answers.promised')}</th>`);
    expect(drawn(KEPT, locale)).toContain(`role="img" aria-label="${t('answers.hintPromised')}"`);
  }
});

it('calls no language few whose total is only kept back', () => {
  const languages = [
    { language: 'ka', count: 9 },
    { language: 'ru', count: null },
  ];
  expect(drawn({ ...FACTS, languages })).toContain('<tr><th scope="row">Russian</th><td>not shown</td></tr>');
  expect(drawn({ ...FACTS, languages })).not.toContain('fewer than 5');
});

it.each([
  ['en', 'North Caucasus'],
  ['ka', 'ჩრდილოეთ კ…'],
  ['hy', 'Հյուսիսայի…'],
] as const)('cuts the name of a region in %s where the next one would begin', (locale, name) => {
  const byWeek = [{ week: FIRST, region: 'north-caucasus', count: 6 }];
  expect(drawn({ ...FACTS, byWeek }, locale)).toContain(`>${name}</text>`);
});

describe('the weeks', () => {
  const regions = ['georgia', 'armenia', 'azerbaijan', 'north-caucasus', 'other', 'more'];
  const six = regions.map((region, place) => ({ week: SECOND, region, count: 10 - place }));

  it('are summed over all regions, whatever is drawn, and leave out nobody of several', () => {
    const byWeek = [...six, { week: FIRST, region: 'georgia', count: 40 }];
    expect(drawn({ ...FACTS, byWeek })).toContain('The busiest week began on 9 November: 45');
    expect(drawn({ ...FACTS, byWeek })).toContain('<th scope="row">More than one</th><td>0</td><td>5</td><td>0</td>');
    expect(drawn({ ...FACTS, byWeek })).toContain('>More than one</text>');
  });

  it('stand in the table region by region, and in the picture as far as it has room', () => {
    const byWeek = [
      ...six,
      { week: SECOND, region: 'abkhazia', count: 4 },
      { week: THIRD, region: 'adjara', count: 3 },
    ];
    const page = drawn({ ...FACTS, byWeek });
    for (const name of ['abkhazia', 'adjara']) expect(page).toContain(`<th scope="row">${name}</th>`);
    // Of 10, 9, 8 and 7 each is drawn; 6, 4 and 3 together; 5 of several.
    expect(page.match(/<text class="s"[^>]*>[^<]*<\/text><text x="0" y="30">\d+<\/text>/g)?.slice(-2)).toEqual([
      '<text class="s" x="0" y="12">All others</text><text x="0" y="30">13</text>',
      '<text class="s" x="0" y="12">More than one</text><text x="0" y="30">5</text>',
    ]);
    expect(page).toContain('The busiest week began on 9 November: 49');
  });
});

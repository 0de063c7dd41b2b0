import { asksForScores } from '@/domain/applications/rules';
import { type Locale, translator } from '@/locales';
import { numberFormat } from './formats';
import type { Choices } from './queue-pane';
import { fromStart, type View, withoutScores } from './view';
import { languageLabel, regionName, topicName } from './words';

type Filter = { text: string; without: View };

/** Each thing a view is narrowed by, in words, and the view without it. */
export function activeFilters(
  view: View,
  locale: Locale,
  { tags, readers }: Pick<Choices, 'tags' | 'readers'> = { tags: [], readers: [] },
): Filter[] {
  const t = translator(locale, 'desk.list');
  const decimal = numberFormat(locale);
  const filters: Filter[] = [];
  const add = (text: string, change: Partial<View>) =>
    filters.push({ text, without: fromStart({ ...view, ...change }) });
  const less = <Value>(values: readonly Value[], gone: Value) => values.filter((value) => value !== gone);
  if (view.found.length > 0) add(t('search'), { found: [] });
  for (const one of view.stages) add(translator(locale, 'desk.stages')(one), { stages: less(view.stages, one) });
  for (const one of view.regions) add(regionName(locale, one), { regions: less(view.regions, one) });
  for (const one of view.languages) add(languageLabel(locale, one), { languages: less(view.languages, one) });
  for (const one of view.topics) add(topicName(locale, one), { topics: less(view.topics, one) });
  if (view.score !== null) add(`${t('score')} ${decimal.format(view.score)}`, { score: null });
  if (view.spread !== null) add(`${t('spread')} ${decimal.format(view.spread)}`, { spread: null });
  if (view.age !== null) add(`${t('age')} ${t('days', { days: view.age })}`, { age: null });
  if (view.assigned !== null) {
    const name = readers.find((reader) => reader.memberId === view.assigned)?.name;
    add(name ? `${t('assigned')}: ${name}` : assignedText(view.assigned, locale), { assigned: null });
  }
  if (view.tag !== null) {
    const name = tags.find((tag) => tag.id === view.tag)?.name;
    add(name ?? translator(locale, 'discussion')('goneTag'), { tag: null });
  }
  if (view.trouble) add(t('trouble'), { trouble: false });
  if (asksForScores(view)) add(t('onlyScored'), withoutScores(view));
  return filters;
}

function assignedText(assigned: string, locale: Locale): string {
  const t = translator(locale, 'desk.list');
  const whom = { me: t('toMe'), nobody: t('toNobody') }[assigned] ?? t('toColleague');
  return `${t('assigned')} ${whom}`;
}

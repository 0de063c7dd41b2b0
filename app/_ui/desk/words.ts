import { type Locale, translator } from '@/locales';
import { languageNames } from './formats';
import type { View } from './view';

export { scriptLanguage } from '../script-language';

/** A region's name; one that a newsroom added and no catalogue knows is shown by its key. */
export function regionName(locale: Locale, region: string): string {
  const t = translator(locale, 'regions');
  return t.has(region as never) ? t(region as never) : region;
}

export function topicName(locale: Locale, topic: string): string {
  const t = translator(locale, 'topics');
  return t.has(topic as never) ? t(topic as never) : topic;
}

/** A way into the queue; most are called like the stage they show. */
export function viewName(locale: Locale, name: View['name']): string {
  if (name === 'mine' || name === 'decide' || name === 'pool') return translator(locale, 'desk.list')(`views.${name}`);
  return translator(locale, 'desk.stages')(name);
}

export function languageName(locale: Locale, language: string): string {
  return languageNames(locale).of(language) ?? language;
}

/** Standing alone in a list or on a chip, beside regions and topics, which begin with a capital letter. */
export function languageLabel(locale: Locale, language: string): string {
  const [first = '', ...rest] = languageName(locale, language);
  // The capitals of Georgian are for whole headlines.
  return locale === 'ka' ? first + rest.join('') : first.toLocaleUpperCase(locale) + rest.join('');
}

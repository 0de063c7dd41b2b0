import { type Locale, translator } from '@/locales';
import type { View } from './view';

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
  return new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }).of(language) ?? language;
}

/** Does the text stand in a script of its own? Names in other scripts must not be slanted or set in the page's face. */
export function scriptLanguage(text: string): string | undefined {
  if (/\p{Script=Georgian}/u.test(text)) return 'ka';
  if (/\p{Script=Armenian}/u.test(text)) return 'hy';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  return /[əƏ]/.test(text) ? 'az' : undefined;
}

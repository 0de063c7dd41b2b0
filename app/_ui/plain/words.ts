import { type Locale, type Namespace, translator } from '@/locales';
import { languageTag } from './dates';

/** Regions and topics are data: one that the catalogue does not know yet is shown as its key says it. */
export function regionName(locale: Locale, key: string): string {
  return catalogueWord(locale, 'regions', key);
}

export function topicName(locale: Locale, key: string): string {
  return catalogueWord(locale, 'topics', key);
}

export function languageName(locale: Locale, code: string): string {
  return new Intl.DisplayNames(languageTag(locale), { type: 'language' }).of(code) ?? code;
}

export type Choice = { value: string; label: string };

/** As the page's language sorts them, which order nobody has to explain; "other" comes after all. */
export function inOrder(locale: Locale, choices: readonly Choice[]): Choice[] {
  const { compare } = new Intl.Collator(languageTag(locale));
  const isRest = ({ value }: Choice) => Number(value === 'other');
  return [...choices].sort((one, next) => isRest(one) - isRest(next) || compare(one.label, next.label));
}

/** As people count: 212 KB, 4.2 MB. */
export function fileSize(locale: Locale, bytes: number): string {
  const t = translator(locale, 'documents');
  if (bytes < 1000) return t('bytes', { count: bytes });
  if (bytes < 1_000_000) return t('kilobytes', { count: Math.round(bytes / 1000) });
  return t('megabytes', { count: Math.round(bytes / 100_000) / 10 });
}

/** "1,5" or "1.5": browsers do not know how Georgian, Armenian and Azerbaijani write numbers, so that their pages say it. */
export function decimalMark(locale: Locale): string {
  const known = decimalMarks.get(locale);
  if (known) return known;
  const parts = new Intl.NumberFormat(languageTag(locale)).formatToParts(1.5);
  const mark = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  decimalMarks.set(locale, mark);
  return mark;
}

const decimalMarks = new Map<Locale, string>();

function catalogueWord(locale: Locale, namespace: Namespace & ('regions' | 'topics'), key: string): string {
  const t = translator(locale, namespace);
  if (t.has(key as never)) return t(key as never);
  const words = key.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

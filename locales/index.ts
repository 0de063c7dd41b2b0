import { createTranslator, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core';
import az from './az.json';
import de from './de.json';
import en from './en.json';
import hy from './hy.json';
import ka from './ka.json';
import ru from './ru.json';

/** In the order of the language switcher. */
export const LOCALES = ['en', 'de', 'ru', 'ka', 'hy', 'az'] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = 'en';

/** Each language in its own letters, whole and cut for narrow screens. */
export const LANGUAGE_NAMES: Record<Locale, { whole: string; short: string }> = {
  en: { whole: 'English', short: 'En' },
  de: { whole: 'Deutsch', short: 'De' },
  ru: { whole: 'Русский', short: 'Рус' },
  ka: { whole: 'ქართული', short: 'ქარ' },
  hy: { whole: 'Հայերեն', short: 'Հայ' },
  az: { whole: 'Azərbaycanca', short: 'Az' },
};

export type Messages = typeof en;
export type Namespace = NamespaceKeys<Messages, NestedKeyOf<Messages>>;
type Catalogue = { [key: string]: string | Catalogue };

const CATALOGUES: Record<Locale, Catalogue> = { en, de, ru, ka, hy, az };

export function isLocale(value: string): value is Locale {
  return (LOCALES as readonly string[]).includes(value);
}

/** For values that were checked when they were written, such as a row's; English for anything else. */
export function toLocale(value: string): Locale {
  return isLocale(value) ? value : DEFAULT_LOCALE;
}

/** For a language that was stored earlier and may have been taken out since. */
export function knownLocale(value: string): Locale {
  return isLocale(value) ? value : DEFAULT_LOCALE;
}

/** Languages that have a catalogue of their own; a page in another one is written in the default language. */
export const WRITTEN_LOCALES: readonly Locale[] = LOCALES.filter((locale) => 'site' in CATALOGUES[locale]);

/** The language the texts of a page in `locale` are really written in: what its `lang` must say. */
export function writtenLocale(locale: Locale): Locale {
  return WRITTEN_LOCALES.includes(locale) ? locale : DEFAULT_LOCALE;
}

/**
 * Texts of one namespace in one language. A text that a language lacks is taken from English; a key that English lacks
 * is a bug and throws.
 */
export function translator<N extends Namespace>(locale: Locale, namespace: N): ReturnType<typeof makeTranslator<N>> {
  const key = `${locale}:${namespace}`;
  const known = made.get(key);
  if (known) return known as ReturnType<typeof makeTranslator<N>>;
  const fresh = rememberingPlain(makeTranslator(locale, namespace));
  made.set(key, fresh);
  return fresh;
}

const made = new Map<string, unknown>();
const merged = new Map<Locale, Messages>();

function makeTranslator<N extends Namespace>(locale: Locale, namespace: N) {
  return createTranslator<Messages, N>({
    locale: writtenLocale(locale),
    namespace,
    messages: messagesOf(locale),
    timeZone: 'UTC',
    onError: (error) => {
      throw error;
    },
  });
}

/**
 * A text without values is the same each time, and a page asks for a hundred of them: each is looked up once. What comes
 * back can do all that `translate` can, and is called like it.
 */
function rememberingPlain<Translate extends object>(translate: Translate): Translate {
  const ask = translate as unknown as (...given: unknown[]) => string;
  const known = new Map<unknown, string>();
  const remembering = (...given: unknown[]): string => {
    if (given.length > 1) return ask(...given);
    const [key] = given;
    const text = known.get(key) ?? ask(key);
    known.set(key, text);
    return text;
  };
  return Object.assign(remembering, translate) as unknown as Translate;
}

function messagesOf(locale: Locale): Messages {
  const known = merged.get(locale);
  if (known) return known;
  // English is complete, so English overlaid with anything is complete too.
  const whole = overlay(en, CATALOGUES[locale]) as Messages;
  merged.set(locale, whole);
  return whole;
}

function overlay(below: Catalogue, above: Catalogue): Catalogue {
  const whole: Catalogue = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = whole[key];
    whole[key] = typeof value === 'object' && typeof under === 'object' ? overlay(under, value) : value;
  }
  return whole;
}

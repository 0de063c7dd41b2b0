import type { Locale } from '@/locales';

/** Making a format costs as much as writing a hundred values with it: each is made once and kept. */
const made = new Map<string, unknown>();

function once<Format>(key: string, make: () => Format): Format {
  const known = made.get(key);
  if (known !== undefined) return known as Format;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

export function numberFormat(locale: Locale, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return once(`number:${locale}:${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
}

/** Moments as British English writes them where the language is English: the day before the month. */
export function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const tag = locale === 'en' ? 'en-GB' : locale;
  return once(`date:${locale}:${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(tag, options));
}

export function languageNames(locale: Locale): Intl.DisplayNames {
  return once(`languages:${locale}`, () => new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }));
}

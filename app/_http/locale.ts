import { DEFAULT_LOCALE, isLocale, LOCALES, type Locale } from '@/locales';

type Wish = { language: string; weight: number };

/** The language of ours that a reader wants most, by RFC 9110 `Accept-Language`; English when none of ours is named. */
export function preferredLocale(acceptLanguage: string | null): Locale {
  const wishes = (acceptLanguage ?? '').slice(0, 1000).split(',').map(parseWish);
  const ranked = wishes.filter((wish) => wish.weight > 0).sort((one, other) => other.weight - one.weight);
  for (const { language } of ranked) {
    if (language === '*') return DEFAULT_LOCALE;
    if (isLocale(language)) return language;
  }
  return DEFAULT_LOCALE;
}

/** The language a path begins with, or the one the reader's browser asks for. */
export function localeOf(request: Request): Locale {
  const [, first = ''] = new URL(request.url).pathname.split('/');
  return LOCALES.find((locale) => locale === first) ?? preferredLocale(request.headers.get('accept-language'));
}

function parseWish(part: string): Wish {
  const [tag = '', ...parameters] = part.trim().split(';');
  const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
  const weight = quality === undefined ? 1 : Number(quality);
  return { language: (tag.split('-')[0] ?? '').toLowerCase(), weight: Number.isFinite(weight) ? weight : 0 };
}

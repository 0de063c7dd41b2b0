import { type Locale, translator, writtenLocale } from '@/locales';

/** English here is written the way its European readers write it: day before month, 24 hours. */
const LANGUAGE_TAGS: Record<Locale, string> = {
  en: 'en-GB',
  de: 'de-DE',
  ru: 'ru-RU',
  ka: 'ka-GE',
  hy: 'hy-AM',
  az: 'az-Latn-AZ',
};

type Moment = { locale: Locale; at: Date; timeZone: string };

const formatters = new Map<string, Intl.DateTimeFormat>();

function format({ locale, at, timeZone }: Moment, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(languageTag(locale), { ...options, timeZone });
  formatters.set(key, known);
  return known.format(at);
}

export function languageTag(locale: Locale): string {
  return LANGUAGE_TAGS[writtenLocale(locale)];
}

/** "20 December 2026" */
export function dayOf(moment: Moment): string {
  return format(moment, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "20 December" */
export function shortDayOf(moment: Moment): string {
  return format(moment, { day: 'numeric', month: 'long' });
}

/** "23:59" */
export function timeOf(moment: Moment): string {
  return format(moment, { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** "Sunday, 20 December 2026, 23:59 Tbilisi time" */
export function momentOf(moment: Moment): string {
  const t = translator(moment.locale, 'dates');
  return t('moment', {
    weekday: format(moment, { weekday: 'long' }),
    date: dayOf(moment),
    time: timeOf(moment),
    zone: zoneName(moment.locale, moment.timeZone),
  });
}

/** "23 November, 14:52" */
export function shortMomentOf(moment: Moment): string {
  return translator(moment.locale, 'dates')('short', { date: shortDayOf(moment), time: timeOf(moment) });
}

export function zoneName(locale: Locale, timeZone: string): string {
  const t = translator(locale, 'dates');
  const key = `zones.${timeZone}`;
  if (t.has(key as never)) return t(key as never);
  return t('zoneOf', { place: (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ') });
}

/** "UTC+4" */
export function offsetOf({ at, timeZone }: Moment): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name.replace('GMT', 'UTC');
}

const ELSEWHERE = [
  { place: 'tbilisi', timeZone: 'Asia/Tbilisi' },
  { place: 'yerevan', timeZone: 'Asia/Yerevan' },
  { place: 'baku', timeZone: 'Asia/Baku' },
  { place: 'grozny', timeZone: 'Europe/Moscow' },
  { place: 'berlin', timeZone: 'Europe/Berlin' },
] as const;

/** "UTC+4. The same minute in Yerevan and Baku; 22:59 in Grozny and Makhachkala; 20:59 in Berlin." */
export function elsewhereOf(moment: Moment): string {
  const { locale, at, timeZone } = moment;
  const t = translator(locale, 'dates');
  const others = ELSEWHERE.filter((entry) => entry.timeZone !== timeZone);
  const here = timeOf(moment);
  const timeAt = (zone: string) => timeOf({ locale, at, timeZone: zone });
  const same = others.filter((entry) => timeAt(entry.timeZone) === here).map((entry) => t(`places.${entry.place}`));
  const later = others.filter((entry) => timeAt(entry.timeZone) !== here);
  const parts = [
    same.length > 0 && t('sameMinute', { places: listOf(locale, same) }),
    ...later.map((entry) => t('timeIn', { time: timeAt(entry.timeZone), place: t(`places.${entry.place}`) })),
  ].filter((part) => part !== false);
  return t('elsewhere', { offset: offsetOf(moment), times: parts.join(`${t('betweenTimes')} `) });
}

export function listOf(locale: Locale, items: readonly string[]): string {
  return new Intl.ListFormat(languageTag(locale), { type: 'conjunction' }).format(items);
}

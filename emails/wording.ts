import { type Locale, translator, writtenLocale } from '@/locales';

/** `en` alone means the American way; ours is day first and 24 hours. */
function intlLocale(locale: Locale): string {
  const written = writtenLocale(locale);
  return written === 'en' ? 'en-GB' : written;
}

/** "23 November 2026, 14:52 Tbilisi time", in the reader's language, in the call's zone with the zone named. */
export function momentIn(locale: Locale, at: Date, timeZone: string): string {
  const date = dayIn(locale, at, timeZone);
  const time = new Intl.DateTimeFormat(intlLocale(locale), {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return translator(locale, 'mails')('moment', { date, time, zone: zoneIn(locale, timeZone) });
}

/** "15 January 2027" */
export function dayIn(locale: Locale, at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(intlLocale(locale), {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at);
}

/** "Georgian, English" */
export function languagesIn(locale: Locale, codes: readonly string[]): string {
  const names = new Intl.DisplayNames(intlLocale(locale), { type: 'language', fallback: 'code' });
  return codes.map((code) => (isLanguageTag(code) ? (names.of(code) ?? code) : code)).join(', ');
}

/** "Georgia and Armenia"; a region the portal has no word for stands as it is. */
export function regionsIn(locale: Locale, codes: readonly string[]): string {
  const words = translator(locale, 'regions');
  const names = codes.map((code) => (isKnownRegion(code) ? words(code) : code));
  return new Intl.ListFormat(intlLocale(locale), { type: 'conjunction' }).format(names);
}

const REGIONS = ['georgia', 'armenia', 'azerbaijan', 'north-caucasus', 'other'] as const;

function isKnownRegion(code: string): code is (typeof REGIONS)[number] {
  return (REGIONS as readonly string[]).includes(code);
}

function isLanguageTag(code: string): boolean {
  return /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(code);
}

const NAMED_ZONES = ['Asia/Tbilisi', 'Asia/Yerevan', 'Asia/Baku', 'Europe/Moscow', 'Europe/Berlin', 'UTC'] as const;

/** "Tbilisi time"; a zone the portal has no word for is called by its city. */
function zoneIn(locale: Locale, timeZone: string): string {
  const words = translator(locale, 'dates');
  const named = NAMED_ZONES.find((zone) => zone === timeZone);
  if (named) return words(`zones.${named}`);
  return words('zoneOf', { place: (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ') });
}

/** "012 345": a code as people read it off. */
export function spaced(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

import type { Stage } from '@/domain/applications/rules';
import type { ScoredEntry } from '@/domain/reviews/queries';
import { areWideApart } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';
import { numberFormat } from './formats';
import { MARK_OF_STAGE, type MarkShape } from './mark';
import { mean } from './spread';
import type { Times } from './times';
import { languageName, regionName } from './words';

/** One line of the queue in finished words, as small as it can travel: the list is drawn from it here and in the browser. */
export type QueueRow = {
  number: string;
  name: string;
  latin?: string;
  /** regions, and what is special about the application */
  who: string;
  title?: string;
  /** language codes */
  writes: readonly string[];
  age: string;
  /** null: hidden from the member until their own are in; absent: nobody has scored */
  scores?: { given: readonly number[]; average: string; said: string } | null;
  mark: readonly [shape: MarkShape, word: string];
};

export type QueueWords = {
  /** with `{number}` in it */
  pick: string;
  hidden: string;
  /** by code, those that occur */
  languages: Readonly<Record<string, string>>;
};

type Facts = { locale: Locale; times: Times; entries: readonly ScoredEntry[] };

/** Where a score of mine still helps. */
const UNDECIDED: readonly Stage[] = ['new', 'reading', 'talking', 'shortlist'];

export function queueRows({ locale, times, entries }: Facts): QueueRow[] {
  const t = translator(locale, 'desk.queue');
  const placeOf = remembered((region: string) => regionName(locale, region));
  const daysText = remembered((days: number) => t('days', { count: days }));
  return entries.map((entry) => {
    const { number, name, nameLatin, sampleTitle, writes } = entry;
    const days = times.daysSince(entry.waitingSince);
    const scores = scoresOf(entry, locale);
    return {
      number,
      name,
      ...(nameLatin && nameLatin !== name ? { latin: nameLatin } : {}),
      who: whoText(entry, { workingName: t('workingName'), quiet: t('quiet'), placeOf }),
      ...(sampleTitle ? { title: sampleTitle } : {}),
      writes,
      age: days > 0 ? daysText(days) : ageText(entry.waitingSince, locale, times),
      ...(scores === undefined ? {} : { scores }),
      mark: markOf(entry, locale),
    };
  });
}

export function queueWords({ locale, entries }: Pick<Facts, 'locale' | 'entries'>): QueueWords {
  const codes = [...new Set(entries.flatMap((entry) => entry.writes))];
  return {
    pick: translator(locale, 'bulk')('pick', { number: '{number}' }),
    hidden: translator(locale, 'desk.queue')('hidden'),
    languages: Object.fromEntries(codes.map((code) => [code, languageName(locale, code)])),
  };
}

export function ageText(since: Date, locale: Locale, times: Times): string {
  const t = translator(locale, 'desk.queue');
  const days = times.daysSince(since);
  if (days > 0) return t('days', { count: days });
  const hours = times.hoursSince(since);
  return hours > 0 ? t('hours', { count: hours }) : t('minutes');
}

type WhoWords = { workingName: string; quiet: string; placeOf(region: string): string };

function whoText(entry: ScoredEntry, { workingName, quiet, placeOf }: WhoWords): string {
  const about = [entry.workingName ? workingName : null, entry.quiet ? quiet : null].filter(Boolean).join(', ');
  return [about, entry.regions.map(placeOf).join(', ')].filter(Boolean).join(' · ');
}

function scoresOf({ scores }: ScoredEntry, locale: Locale): QueueRow['scores'] {
  if (scores === null) return null;
  if (scores.length === 0) return undefined;
  const decimal = numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const average = decimal.format(mean(scores));
  const list = scores.map((score) => decimal.format(score)).join('; ');
  return { given: scores, average, said: translator(locale, 'desk.queue')('scores', { list, mean: average }) };
}

function markOf(entry: ScoredEntry, locale: Locale): QueueRow['mark'] {
  const t = translator(locale, 'desk');
  if (entry.mailTrouble) return ['bad', t('queue.notDelivered')];
  if (entry.scores === null && UNDECIDED.includes(entry.stage)) return ['turn', t('queue.yourScore')];
  if (entry.scores && areWideApart(entry.scores)) return ['turn', t('queue.wideApart')];
  return [MARK_OF_STAGE[entry.stage], t(`stages.${entry.stage}`)];
}

/** A page says the same few words over and over; each is written once. */
function remembered<Key extends string | number>(write: (key: Key) => string): (key: Key) => string {
  const written = new Map<Key, string>();
  return (key) => {
    const known = written.get(key) ?? write(key);
    written.set(key, known);
    return known;
  };
}

import { az } from '@/db/demo/az';
import { de } from '@/db/demo/de';
import { en } from '@/db/demo/en';
import { hy } from '@/db/demo/hy';
import { ka } from '@/db/demo/ka';
import { ORIGINS, type Origin, type Spelling } from '@/db/demo/origins';
import { ru } from '@/db/demo/ru';
import { DEMO_TOPICS, type DemoTopic, type Tongue } from '@/db/demo/tongue';
import type { Locale } from '@/locales';
import type { Chance } from './chance';

const TONGUES: Record<Locale, Tongue> = { en, de, ru, ka, hy, az };
const PEOPLE_IN_ALL = ORIGINS.reduce((sum, origin) => sum + origin.share, 0);
/** Regions in which quiet mode is the rule rather than the exception. */
const GUARDED: readonly string[] = ['north-caucasus', 'azerbaijan'];

export type Format = 'pdf' | 'docx' | 'txt';
export type FileField = 'cv' | 'coverLetter' | 'writingSample';
export type PlannedFile = { field: FileField; name: string; format: Format };

/** An invented applicant: what goes into the form, and what is needed to write the documents. */
export type Person = {
  key: string;
  name: Spelling;
  place: Spelling;
  regions: string[];
  locale: Locale;
  tongue: Tongue;
  topic: DemoTopic;
  /** The form's text fields by name. */
  fields: Record<string, string | string[]>;
  files: PlannedFile[];
  hasAddress: boolean;
  wantsMail: boolean;
  quiet: boolean;
};

/** Invented people, `count` in all, in the shares of their regions; no name comes twice. */
export function inventPeople(chance: Chance, count: number): Person[] {
  return ORIGINS.flatMap((origin) => {
    const people = Math.max(1, Math.round((origin.share * count) / PEOPLE_IN_ALL));
    return Array.from({ length: people }, (_, index) => invent(chance.of(`${nameOf(origin)}/${index}`), origin, index));
  });
}

/** Two origins may share a region; their first places differ. */
function nameOf(origin: Origin): string {
  return `${origin.region}-${origin.applyIn[0]?.[0] ?? ''}`;
}

function invent(chance: Chance, origin: Origin, index: number): Person {
  const locale = chance.weigh(Object.fromEntries(origin.applyIn)) as Locale;
  const tongue = TONGUES[locale];
  const name = nameAt(origin, index);
  const place = chance.pick(origin.places);
  const topic = DEMO_TOPICS[(index * 3 + chance.between(0, 2)) % DEMO_TOPICS.length] ?? 'water-and-land';
  const isGuarded = GUARDED.includes(origin.region);
  const quiet = chance.happens(isGuarded ? 0.32 : 0.06);
  const hasAddress = chance.happens(quiet ? 0.55 : 0.9);
  const wantsMail = hasAddress && !chance.happens(quiet ? 0.3 : 0.07);
  const regions = regionsOf(chance, origin);
  const typesLetter = chance.happens(0.25);
  const linksSample = chance.happens(0.15);
  return {
    key: `${nameOf(origin)}/${index}`,
    name,
    place,
    regions,
    locale,
    tongue,
    topic,
    hasAddress,
    wantsMail,
    quiet,
    files: plannedFiles(chance, { tongue, topic, place, typesLetter, linksSample, locale }),
    fields: {
      name: name[0],
      nameLatin: name[0] !== name[1] && chance.happens(0.85) ? name[1] : '',
      workingName: quiet && chance.happens(0.75) ? chance.pick(tongue.workingNames) : '',
      email: hasAddress ? addressOf(name, index) : '',
      region: regions,
      place: quiet ? '' : placeIn(locale, place),
      writes: [
        locale,
        ...chance.some(
          origin.writes.filter((code) => code !== locale),
          chance.between(0, 2),
        ),
      ],
      follows: chance.some(['ka', 'hy', 'az', 'ru', 'en'], chance.between(1, 3)),
      topics: [
        topic,
        ...chance.some(
          DEMO_TOPICS.filter((other) => other !== topic),
          chance.between(0, 2),
        ),
      ],
      cooperation: chance.happens(0.8) ? chance.pick(tongue.cooperation) : '',
      coverLetterText: typesLetter ? letterOf(chance, tongue, name[0]).join('\n\n') : '',
      writingSampleUrl: linksSample ? `https://example.org/texts/${topic}-${index + 1}` : '',
      ...flags({ quiet, noMail: !wantsMail, consent: true, keepInPool: chance.happens(0.45) }),
    },
  };
}

/** The numbers of given and family names have no common divisor, so that pairs repeat only after all were used. */
function nameAt(origin: Origin, index: number): Spelling {
  const given = origin.women.flatMap((woman, at) => [
    { spelling: woman, isWoman: true },
    ...(origin.men[at] ? [{ spelling: origin.men[at], isWoman: false }] : []),
  ]);
  const first = given[index % given.length];
  const family = origin.families[index % origin.families.length];
  if (!first || !family) throw new RangeError('an origin without names');
  const [own, latin, ownOfWoman = own, latinOfWoman = latin] = family;
  return first.isWoman
    ? [`${first.spelling[0]} ${ownOfWoman}`, `${first.spelling[1]} ${latinOfWoman}`]
    : [`${first.spelling[0]} ${own}`, `${first.spelling[1]} ${latin}`];
}

function regionsOf(chance: Chance, origin: Origin): string[] {
  const beside = chance.happens(0.14) ? [chance.pick(origin.neighbours)] : [];
  if (origin.region !== 'other') return [origin.region, ...beside];
  return chance.happens(0.5) ? [chance.pick(origin.neighbours)] : ['other'];
}

/** In the domain that is reserved for examples: no such address can exist (RFC 2606). */
function addressOf([, latin]: Spelling, index: number): string {
  const local = latin
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replaceAll(' ', '.');
  return `${local}@${index % 3 === 0 ? 'example.net' : 'example.org'}`;
}

function placeIn(locale: Locale, [own, latin]: Spelling): string {
  return locale === 'en' ? latin : own;
}

function flags(wanted: Record<string, boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).flatMap(([name, isWanted]) => (isWanted ? [[name, 'on']] : [])));
}

type Papers = {
  tongue: Tongue;
  topic: DemoTopic;
  place: Spelling;
  typesLetter: boolean;
  linksSample: boolean;
  locale: Locale;
};

function plannedFiles(
  chance: Chance,
  { tongue, topic, place, typesLetter, linksSample, locale }: Papers,
): PlannedFile[] {
  const { fileNames, samples } = tongue;
  const format = () => chance.weigh({ pdf: 60, docx: 36, txt: 4 });
  const title = samples[topic].title;
  const sampleName = chance.weigh({ title: 45, placed: 40, hasty: 15 });
  const sampleNames = { title, placed: `${title} – ${placeIn(locale, place)}`, hasty: chance.pick(fileNames.sample) };
  const planned = (field: FileField, name: string): PlannedFile => {
    const chosen = format();
    return { field, name: `${name}.${chosen}`, format: chosen };
  };
  return [
    planned('cv', chance.pick(fileNames.cv)),
    ...(typesLetter ? [] : [planned('coverLetter', chance.pick(fileNames.letter))]),
    ...(linksSample ? [] : [planned('writingSample', sampleNames[sampleName])]),
  ];
}

/** A cover letter, paragraph by paragraph. */
export function letterOf(chance: Chance, { letter }: Tongue, name: string): string[] {
  const middles = chance.some(letter.middles, chance.between(1, 2));
  return [
    letter.greeting,
    chance.pick(letter.openings),
    ...middles,
    chance.pick(letter.closings),
    `${letter.signOff}\n${name}`,
  ];
}

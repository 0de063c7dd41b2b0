import { MASK, maskedHtml, maskedText, type Span } from './redaction/masking';
import { type Sound, soundsOf } from './redaction/sounds';
import { spansInPieces } from './redaction/windows';

export { MASK } from './redaction/masking';

export type Redactor = {
  /** the text with a mask for each name, address, number and link; its other signs untouched */
  text(written: string): string;
  /** the same for a text as long as a book: others have their turn meanwhile */
  longText(written: string): Promise<string>;
  /** the same for sanitised HTML: names are found across tags; attributes that could name or lead to somebody go */
  html(markup: string): Promise<string>;
};

/** Where it is not known any more whom to take out of a text: nothing of it is left. */
export const MASKS_ALL: Redactor = {
  text: maskAll,
  longText: async (written) => maskAll(written),
  html: async (markup) => maskAll(markup),
};

function maskAll(written: string): string {
  return written === '' ? '' : MASK;
}

/**
 * Takes a person out of a text: her names in every script and spelling, declined or not, and whatever reaches her
 * (addresses, telephone numbers, links, handles). It errs towards masking too much. What it cannot know: nicknames that
 * share no sound with the name, and a description that only fits her.
 */
export function redactorFor({
  names,
  addresses = [],
}: {
  names: readonly string[];
  addresses?: readonly string[];
}): Redactor {
  const known = [...names.flatMap(wordsIn), ...addresses.flatMap((address) => wordsIn(address.split('@')[0] ?? ''))]
    .filter((word) => Array.from(word).length > 1)
    .map((word) => ({ word, sounds: soundsOf(word) }));
  const judged = new Map<string, boolean>();
  const found = (text: string) => [...reaches(text), ...namesIn(text, known, judged)];
  const allSpans = async (text: string) => merged(text, await spansInPieces(text, found));
  return {
    text(written) {
      const text = written.replaceAll(MASK, '');
      return maskedText(text, merged(text, found(text)));
    },
    async longText(written) {
      const text = written.replaceAll(MASK, '');
      return maskedText(text, await allSpans(text));
    },
    html: (markup) => maskedHtml(markup.replaceAll(MASK, ''), allSpans),
  };
}

type KnownWord = { word: string; sounds: Sound[] };

/** A word may hold apostrophes, soft hyphens, joiners, and the hyphen and line break that a page put into it. */
const WORD = /[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}'’ʼ\u00AD\u200B-\u200F\u2060\uFEFF]|-\n(?=\p{Ll}))*/gu;
/** K e t e v a n */
const SPACED = /(?<![\p{L}\p{M}])\p{L}(?:[ .\u00A0]\p{L}){3,40}(?![\p{L}\p{M}])/gu;

function wordsIn(text: string): string[] {
  return Array.from(text.normalize('NFKC').matchAll(WORD), ([word]) => word).filter((word) => /\p{L}/u.test(word));
}

function namesIn(text: string, known: readonly KnownWord[], judged: Map<string, boolean>): Span[] {
  const words = Array.from(text.matchAll(WORD), (match) => ({ start: match.index, said: match[0] }));
  const spaced = Array.from(text.matchAll(SPACED), (match) => ({ start: match.index, said: match[0] }));
  const isKnown = (said: string) => {
    const before = judged.get(said);
    if (before !== undefined) return before;
    const now = isName(said, known);
    judged.set(said, now);
    return now;
  };
  return [
    ...words.filter(({ said }) => isKnown(said.replace(/-\n/g, ''))),
    ...spaced.filter(({ said }) => isKnown(said.replace(/[ .\u00A0]/g, ''))),
  ].map(({ start, said }) => ({ start, end: start + said.length }));
}

function isName(said: string, known: readonly KnownWord[]): boolean {
  if (!/\p{L}/u.test(said)) return false;
  const heard = soundsOf(said);
  return known.some(({ word, sounds }) =>
    sounds.some((name) => heard.some((one) => isSame({ said, heard: one }, { word, name }))),
  );
}

/** Endings of cases and possessives in the portal's languages, as they sound here. */
const ENDING =
  /^(?:[aiou]?(?:[aiou]|m|n|i[mgn]|v[aiou]?|s|d|t|r|ts|c|g[ao]|vi|vic|na|ni|nin|nun|da|dan|i?s|isa?|isatvis|istvis|stvis|tan|stan|sgan|isgan|idan|dan|sa|si|mda|mdi|bi|abi|abma|abs|ma|m[aiou]|ia|la|lar|lari|ian|ianc|i[cn]|av|ov|um|iv|as|ov[aiou]|avna|ovna|avic|ovic|ovu|oi|ai|ami|am|ac|ag))$/;

type Heard = { said: string; heard: Sound };
type Name = { word: string; name: Sound };

function isSame(heard: Heard, name: Name): boolean {
  if (heard.heard.whole === '' || name.name.whole === '') return false;
  return [isWhole, isDeclined, isShortDeclined, isInside, hasItsConsonants].some((alike) => alike(heard, name));
}

function isWhole({ said, heard }: Heard, { word, name }: Name): boolean {
  return heard.whole === name.whole && (name.whole.length > 2 || (isCapital(said) && longer(said, word) <= 1));
}

function isDeclined({ said, heard }: Heard, { name }: Name): boolean {
  const stem = stemOf(name);
  if (stem.length < 3 || !heard.whole.startsWith(stem)) return false;
  const rest = heard.whole.slice(stem.length);
  return stem.length === 3 ? ENDING.test(rest) && isCapital(said) : rest.length <= 4 || ENDING.test(rest);
}

/** Short names are also ordinary words: they count where they are written like one. */
function isShortDeclined({ said, heard }: Heard, { word, name }: Name): boolean {
  const stem = stemOf(name);
  if (stem.length !== 2 || stem.length === name.whole.length || !heard.whole.startsWith(stem)) return false;
  return /^[aiou][mnsigv]?[aiou]?$/.test(heard.whole.slice(2)) && isCapital(said) && longer(said, word) <= 2;
}

function isInside({ heard }: Heard, { name }: Name): boolean {
  return name.whole.length >= 6 && heard.whole.includes(name.whole);
}

function stemOf(name: Sound): string {
  return name.whole.replace(/[aiou]+$/, '');
}

function longer(said: string, word: string): number {
  return Array.from(said).length - Array.from(word).length;
}

/** Vowels are what transliterations differ in most; four consonants in a row are nearly a name of their own. */
function hasItsConsonants({ heard: { consonants: heard } }: Heard, { name: { consonants: name } }: Name): boolean {
  if (name.length < 4 || !heard.startsWith(name)) return false;
  return heard.length - name.length <= (name.length >= 5 ? 3 : 1);
}

/** Scripts without capitals cannot tell; there every word may be a name. */
function isCapital(said: string): boolean {
  const first = Array.from(said)[0] ?? '';
  return (
    first.toLowerCase() === first.toUpperCase() || first !== first.toLowerCase() || /\p{Script=Georgian}/u.test(first)
  );
}

/** Every repetition is bounded: a text must not be able to keep us busy. */
const REACHES: readonly RegExp[] = [
  // addresses, also those written around a robot
  /[\p{L}\p{N}._%+-]{1,80}\s?(?:@|＠|\(at\)|\[at\]|\{at\}|\(собака\)|\[собака\])\s?[\p{L}\p{N}-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\]|\(точка\))\s?[\p{L}\p{N}-]{1,63}){1,8}/giu,
  /[\p{L}\p{N}._%+-]{1,64} at [\p{L}\p{N}-]{1,63}(?: dot [\p{L}]{2,20}){1,4}/giu,
  // links
  /(?:https?|ftp|tg|skype|viber|whatsapp|mailto|tel):[^\s<>"”»]{1,2000}/giu,
  /(?<![\p{L}\p{N}@])(?:www\.|m\.|t\.me\/|wa\.me\/|fb\.com\/|vk\.com\/)[^\s<>"”»]{1,2000}/giu,
  /(?<![\p{L}\p{N}@.-])[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}\.(?:com|org|net|info|ge|am|az|ru|de|eu|me|io|blog|news|press|media|site|online|gg|app|dev|link|xyz|co|tv|fm|ua|uk|fr|tr|su|рф|გე|հայ)(?:\/[^\s<>"”»]{0,2000})?(?![\p{L}\p{N}])/giu,
  // handles
  /(?<![\p{L}\p{N}])[@＠][\p{L}\p{N}_.-]{2,64}/giu,
  /(?<=(?:telegram|телеграм\p{L}?|тг|tg|instagram|инстаграм\p{L}?|insta|ig|facebook|фейсбук|fb|skype|скайп|signal|whatsapp|viber|twitter|linkedin|vk|вк|ok|youtube|tiktok)\s?[:=–—-]\s?)[\p{L}\p{N}_.@/-]{2,64}/giu,
];

const NUMBER = /(?<![\p{L}\p{N}])(?:\+|00)?\(?\d(?:[\s.\-–/()\u00A0\u2011]{0,2}\d){6,17}(?!\p{N})/gu;
const DATE =
  /^\D*(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:1[89]|20)\d\d\s?[–/-]\s?(?:1[89]|20)\d\d)\D*$/u;
const ROUND = /^\d{1,3}(?:[\s.\u00A0]\d{3})+$/u;

function reaches(text: string): Span[] {
  const found = REACHES.flatMap((pattern) => Array.from(text.matchAll(pattern)));
  const numbers = Array.from(text.matchAll(NUMBER)).filter(([number]) => !DATE.test(number) && !ROUND.test(number));
  return [...found, ...numbers].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** One mask for a whole name: how many words it has would say something too. */
function merged(text: string, spans: readonly Span[]): Span[] {
  const ordered = [...spans].sort((one, other) => one.start - other.start || other.end - one.end);
  const joined: Span[] = [];
  for (const span of ordered) {
    const last = joined.at(-1);
    if (last && (span.start <= last.end || /^[\s.,\-–\u00A0]{0,3}$/.test(text.slice(last.end, span.start))))
      last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined;
}

type Franc = typeof import('franc').franc;

const SCRIPTS: readonly (readonly [code: string, letters: RegExp])[] = [
  ['Latn', /\p{Script=Latin}/gu],
  ['Cyrl', /\p{Script=Cyrillic}/gu],
  ['Geor', /\p{Script=Georgian}/gu],
  ['Armn', /\p{Script=Armenian}/gu],
  ['Arab', /\p{Script=Arabic}/gu],
  ['Grek', /\p{Script=Greek}/gu],
  ['Hebr', /\p{Script=Hebrew}/gu],
];

/** Scripts that one language writes, as far as we are concerned. */
const LANGUAGE_OF_SCRIPT: Readonly<Record<string, string>> = { Geor: 'ka', Armn: 'hy', Grek: 'el', Hebr: 'he' };

/** What may be told apart by the frequency of its letters; franc's names and ours. */
const BY_FREQUENCY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Latn: {
    azj: 'az',
    deu: 'de',
    eng: 'en',
    tur: 'tr',
    fra: 'fr',
    ita: 'it',
    spa: 'es',
    pol: 'pl',
    nld: 'nl',
    por: 'pt',
    ron: 'ro',
  },
  Cyrl: { rus: 'ru', ukr: 'uk', bel: 'be', bul: 'bg', srp: 'sr', azj: 'az', kbd: 'kbd', kaz: 'kk' },
  Arab: { pes: 'fa', arb: 'ar' },
};

/** Letters that give a language away, where they make up at least this share of the text. */
const TELLING: readonly (readonly [script: string, letters: RegExp, share: number, language: string])[] = [
  ['Latn', /[əƏ]/g, 0.03, 'az'],
  ['Cyrl', /[ӕӔæÆ]/g, 0.03, 'os'],
  ['Cyrl', /[ҟҞҩҨҧԥҽҼҿҾҵҴӡӠ]/g, 0.02, 'ab'],
  ['Cyrl', /[әӘҹҸҝҜ]/g, 0.05, 'az'],
];

/** Letters that a language does not have: it is no Bulgarian that has an ы. */
const LACKING: Readonly<Record<string, RegExp>> = { bul: /[ыэё]/g, srp: /[ыэёйщъь]/g, ukr: /[ыэёъ]/g, bel: /[ищъ]/g };

const PORTION = 600;
const LETTERS_NEEDED = 40;
/** A language or script that a smaller part of the text is written in is a quotation, not worth naming. */
const SHARE_NEEDED = 0.1;
/** The beginning tells; a book is not read to its end. */
const LETTERS_READ = 60_000;

/** The languages and scripts a text is written in, most used first; what is too short to tell is left out. */
export async function languagesOf(text: string): Promise<{ languages: string[]; scripts: string[] }> {
  const { franc } = await import('franc');
  const read = text.slice(0, LETTERS_READ);
  const perScript = new Map<string, number>();
  const perLanguage = new Map<string, number>();
  for (const portion of portionsOf(read)) {
    for (const [script, letters] of SCRIPTS) add(perScript, script, portion.match(letters)?.length ?? 0);
    const [script, count] = mainScript(portion);
    if (script && count >= LETTERS_NEEDED) add(perLanguage, languageOf(script, portion, franc), count);
  }
  return { languages: ranked(perLanguage).filter((code) => code !== 'und'), scripts: ranked(perScript) };
}

/** Words as people count them: Unicode's word boundaries (UAX 29), without punctuation. */
export function countWords(text: string): number {
  let count = 0;
  for (const segment of new Intl.Segmenter('en', { granularity: 'word' }).segment(text)) {
    if (segment.isWordLike) count += 1;
  }
  return count;
}

/** Whole paragraphs put together until there is enough to tell, never two scripts at once. */
function* portionsOf(text: string): Iterable<string> {
  let open = '';
  let script: string | null = null;
  for (const paragraph of text.split(/\n+/)) {
    const [own] = mainScript(paragraph);
    if (!own) continue;
    if (open !== '' && (own !== script || open.length > PORTION)) {
      yield open;
      open = '';
    }
    script = own;
    open += `${paragraph}\n`;
  }
  if (open !== '') yield open;
}

function mainScript(text: string): [script: string | null, count: number] {
  let best: [string | null, number] = [null, 0];
  for (const [script, letters] of SCRIPTS) {
    const count = text.match(letters)?.length ?? 0;
    if (count > best[1]) best = [script, count];
  }
  return best;
}

function languageOf(script: string, text: string, franc: Franc): string {
  const own = LANGUAGE_OF_SCRIPT[script];
  if (own) return own;
  const telling = TELLING.find(([where, letters, share]) => where === script && shareOf(letters, text) >= share);
  if (telling) return telling[3];
  const names = BY_FREQUENCY[script] ?? {};
  const only = Object.keys(names).filter((name) => !(LACKING[name] && shareOf(LACKING[name], text) > 0.005));
  return names[franc(text, { only, minLength: LETTERS_NEEDED })] ?? 'und';
}

function shareOf(letters: RegExp, text: string): number {
  return (text.match(letters)?.length ?? 0) / text.length;
}

function add(counts: Map<string, number>, key: string, more: number): void {
  if (more > 0) counts.set(key, (counts.get(key) ?? 0) + more);
}

function ranked(counts: Map<string, number>): string[] {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .filter(([, count]) => count >= all * SHARE_NEEDED)
    .sort(([, one], [, other]) => other - one)
    .map(([key]) => key);
}

/** Words in a row that are compared as one: three words meet by chance, seven are lost to a single change. */
const SHINGLE_WORDS = 5;
/** A text with fewer different shingles says too little: an address block, a line of thanks. */
const FEWEST_SHINGLES = 40;
/** What is read of a text; a hundred pages. What follows does not count. */
const MOST_WORDS = 50_000;
const MOST_LETTERS = 12 * MOST_WORDS;

/** Values in a sketch. The standard error of a likeness of 0.6 is 0.06. */
export const SKETCH_SIZE = 64;
/** Values that must agree together for two texts to be looked at; of texts as alike as 0.6, 89 % are, of 0.7 99 %, of 0.2 3 %. */
const BAND_SIZE = 4;

/** Found in both, of all that is found in either. */
export type Likeness = number;

/**
 * A short description of a text by which nearly equal texts are known (MinHash; Broder 1997): the least values of its
 * shingles under as many orders as there are `seeds`, 32 bits each. Script, layout, case, punctuation and compatibility
 * forms do not count. Null where the text says too little. Not a secret by itself: whoever knows the seeds can try texts.
 */
export function sketchOf(text: string, seeds: Uint32Array): Uint32Array | null {
  const shingles = shinglesOf(text);
  if (shingles.size < FEWEST_SHINGLES) return null;
  const least = new Uint32Array(seeds.length).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let place = 0; place < seeds.length; place += 1) {
      const value = mixed(shingle ^ (seeds[place] ?? 0));
      if (value < (least[place] ?? 0)) least[place] = value;
    }
  }
  return least;
}

/** The share of shingles two texts have in common (Jaccard), as their sketches tell it. */
export function likenessOf(one: Uint32Array, other: Uint32Array): Likeness {
  const agreeing = one.reduce((sum, value, place) => sum + (value === other[place] ? 1 : 0), 0);
  return agreeing / one.length;
}

/** A sketch in the pieces it is looked up by (locality-sensitive hashing): nearly equal texts share one at least. */
export function bandsOf(sketch: Uint32Array): Uint32Array[] {
  return Array.from({ length: sketch.length / BAND_SIZE }, (_, band) =>
    sketch.subarray(band * BAND_SIZE, (band + 1) * BAND_SIZE),
  );
}

function shinglesOf(text: string): Set<number> {
  const words = wordsOf(text);
  const shingles = new Set<number>();
  for (let first = 0; first + SHINGLE_WORDS <= words.length; first += 1) {
    let hash = 0;
    for (const word of words.slice(first, first + SHINGLE_WORDS)) hash = mixed(Math.imul(hash, 31) + word);
    shingles.add(hash);
  }
  return shingles;
}

/** The words of a text, each as a number. */
function wordsOf(text: string): number[] {
  const folded = text
    .slice(0, MOST_LETTERS)
    .normalize('NFKC')
    .toLowerCase()
    // Soft hyphens and other signs without a look of their own.
    .replace(/\p{Cf}/gu, '');
  const words: number[] = [];
  for (const [word] of folded.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    words.push(numberOf(word));
    if (words.length === MOST_WORDS) break;
  }
  return words;
}

/** FNV-1a over UTF-16 units. */
function numberOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

/** The last step of MurmurHash3: a permutation of 32 bits in which each bit reaches every other. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

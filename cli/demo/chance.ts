/** Chance that repeats: the same seed and label always give the same choices. */
export type Chance = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True this often, 0 to 1. */
  happens(likelihood: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** One of the keys, as often as their weights say. */
  weigh<Key extends string>(weights: Readonly<Partial<Record<Key, number>>>): Key;
  /** `count` different items, in the order of the list. */
  some<Item>(items: readonly Item[], count: number): Item[];
  /** Its own stream for a part of the story, so that a change in one part leaves the others as they were. */
  of(label: string): Chance;
};

export function chanceOf(seed: string): Chance {
  const next = mulberry32(fnv1a(seed));
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (likelihood) => next() < likelihood,
    pick,
    weigh: (weights) => weighed(weights, next()),
    some(items, count) {
      const ranked = items.map((item, index) => ({ item, index, rank: next() }));
      const chosen = ranked.toSorted((a, b) => a.rank - b.rank).slice(0, count);
      return chosen.toSorted((a, b) => a.index - b.index).map(({ item }) => item);
    },
    of: (label) => chanceOf(`${seed}/${label}`),
  };
}

function weighed<Key extends string>(weights: Readonly<Partial<Record<Key, number>>>, at: number): Key {
  const entries = Object.entries(weights) as [Key, number][];
  let left = at * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    if (left < weight) return key;
    left -= weight;
  }
  throw new RangeError('nothing to weigh');
}

/** FNV-1a, 32 bits: spreads a label over the seeds. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Mulberry32: small, and good enough to tell a story with. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

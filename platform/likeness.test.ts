import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bandsOf, likenessOf, SKETCH_SIZE, sketchOf } from './likeness';

const SEEDS = Uint32Array.from({ length: SKETCH_SIZE }, (_, place) => Math.imul(place + 1, 0x9e3779b1) >>> 0);
const words = (count: number, first = 0) => Array.from({ length: count }, (_, place) => `word${first + place}`);

function sketched(text: string): Uint32Array {
  const sketch = sketchOf(text, SEEDS);
  if (!sketch) throw new Error('too short');
  return sketch;
}

describe('a sketch', () => {
  it('is the same for a text in other clothes: layout, case, punctuation, width, composed letters', () => {
    const letter = fc.constantFrom('a', 'É', 'é', 'ჯ', 'Ж', 'ж', 'Ք', 'ք', 'Ə', 'ş', 'ﬁ', 'й', '7');
    const word = fc.string({ unit: letter, minLength: 1, maxLength: 8 });
    const apart = fc.constantFrom(' ', '\n', ', ', ' — ', '. ', '\t', '։ ', '»\r\n«');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, apart, apart), { minLength: 60, maxLength: 200, size: 'max' }), (parts) => {
        const plain = sketchOf(parts.map(([one]) => `${one} `).join(''), SEEDS);
        const dressed = parts.map(([one, left, right]) => left + one.toLowerCase().normalize('NFD') + right).join('');
        expect(sketchOf(dressed, SEEDS)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('of a text with fewer than forty different word groups is not taken', () => {
    expect(sketchOf(words(43).join(' '), SEEDS)).toBeNull();
    expect(sketchOf(words(44).join(' '), SEEDS)).toHaveLength(SKETCH_SIZE);
    expect(sketchOf('all the same words '.repeat(500), SEEDS)).toBeNull();
    expect(sketchOf('', SEEDS)).toBeNull();
  });

  it('knows nothing of what follows fifty thousand words', () => {
    const long = words(50_000).join(' ');
    expect(sketchOf(`${long} ${words(3_000, 70_000).join(' ')}`, SEEDS)).toEqual(sketchOf(long, SEEDS));
  });

  it('does not mind half a letter at the end, nor signs nobody sees', () => {
    const text = words(60).join(' ');
    expect(sketchOf(`${text} \uD83D`, SEEDS)).toEqual(sketchOf(text, SEEDS));
    expect(sketchOf(text.replaceAll('rd', 'r\u00ADd'), SEEDS)).toEqual(sketchOf(text, SEEDS));
  });
});

describe('likeness', () => {
  it('comes near to the share of word groups in either that stand in both', () => {
    const lengths = fc.integer({ min: 200, max: 800 });
    fc.assert(
      fc.property(lengths, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1_000_000), (length, part, first) => {
        const own = Math.round(length * part);
        const one = words(length, first);
        const other = [...words(length - own, first), ...words(own, first + 10_000)];
        const common = Math.max(0, length - own - 4);
        const exact = common / (2 * (length - 4) - common);
        // Five standard errors of 64 draws.
        const bound = 5 * Math.sqrt((exact * (1 - exact)) / SKETCH_SIZE) + 1e-9;
        const estimate = likenessOf(sketched(one.join(' ')), sketched(other.join(' ')));
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(Math.max(bound, 1 / SKETCH_SIZE));
      }),
      { numRuns: 200, seed: 29 },
    );
  });

  it('of a text with itself is one', () => {
    expect(likenessOf(sketched(words(80).join(' ')), sketched(words(80).join(' ')))).toBe(1);
  });
});

test('texts of which one word in thirty differs nearly always share a piece, strange ones nearly never', () => {
  const sharing = (change: (list: string[], round: number) => string[]) =>
    Array.from({ length: 300 }, (_, round) => {
      const list = words(300, round * 1_000);
      const one = bandsOf(sketched(list.join(' '))).map((band) => band.join());
      const other = bandsOf(sketched(change(list, round).join(' '))).map((band) => band.join());
      return one.some((band, place) => band === other[place]);
    }).filter(Boolean).length;
  expect(sharing((list) => list.map((word, place) => (place % 30 === 7 ? `${word}x` : word)))).toBeGreaterThan(290);
  expect(sharing((list, round) => [...list.slice(0, 50), ...words(250, 900_000 + round * 1_000)])).toBeLessThan(15);
});

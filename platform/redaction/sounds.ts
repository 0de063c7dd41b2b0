import { latinOf } from './letters';

/**
 * What all spellings of one name have in common: სვეტლანა, Светлана and Swetlana sound the same here. Coarse on purpose;
 * a word masked too much can be asked for, a name shown cannot be taken back.
 */
export type Sound = { whole: string; consonants: string };

/** In this order. What one letter may also say is tried before, see READINGS. */
const CLUSTERS: readonly (readonly [RegExp, string])[] = [
  [/dsch|tsch|tch|dzh|dj/g, 'c'],
  [/sch/g, 's'],
  [/kh|gh/g, 'g'],
  [/zh|dz|ds/g, 'z'],
  [/sh/g, 's'],
  [/ch|ts|tz|cz/g, 'c'],
  [/ph|f/g, 'p'],
  [/th/g, 't'],
  [/ck|q/g, 'k'],
  [/w/g, 'v'],
  [/h/g, 'g'],
  [/ou/g, 'u'],
  [/[yı]/g, 'i'],
  [/e/g, 'a'],
  [/i(?=[aou])/g, ''],
  [/(.)\1+/g, '$1'],
];

/** x says kh or ks, j says dj or y, ch says tsch or (to Germans) kh, and h says nothing to Russians. */
const READINGS: readonly ((latin: string) => string)[] = [
  (latin) => latin.replaceAll('x', 'kh').replaceAll('j', 'c'),
  (latin) => latin.replaceAll('x', 'ks').replaceAll('j', 'i'),
  (latin) => latin.replace(/(?<![st])ch/g, 'kh').replaceAll('j', 'i'),
  (latin) => latin.replace(/(?<![kgsczpt])h/g, '').replaceAll('j', 'c'),
];

export function soundsOf(word: string): Sound[] {
  const latin = Array.from(word, latinOf).join('');
  return [...new Set(READINGS.map((reading) => reading(latin)))].map((letters) => {
    const whole = CLUSTERS.reduce((sound, [cluster, one]) => sound.replace(cluster, one), letters);
    return { whole, consonants: whole.replace(/[aiou]/g, '') };
  });
}

/** Why two applications may be one person's, the strongest reason first. */
export const SAMENESS = ['address', 'name', 'file', 'text'] as const;
export type Sameness = (typeof SAMENESS)[number];
export const MOST_DUPLICATES = 20;

/** Texts that share this much of what stands in either (Jaccard, estimated) say nearly the same: one word in twenty differs. */
export const NEAR_SAME = 0.6;

/** Of two texts of one length, the part of each that stands in both too; `likeness` is the Jaccard index. */
export function shareInCommon(likeness: number): number {
  return (2 * likeness) / (1 + likeness);
}

/** Strong reasons before weak ones; the sort keeps the order of those that are equal. */
export function byStrength(one: { reasons: readonly Sameness[] }, other: { reasons: readonly Sameness[] }): number {
  return strongest(one.reasons) - strongest(other.reasons);
}

function strongest(reasons: readonly Sameness[]): number {
  return Math.min(...reasons.map((why) => SAMENESS.indexOf(why)));
}

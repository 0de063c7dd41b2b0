/** Why two applications may be one person's. */
export const SAMENESS = ['address', 'name', 'file'] as const;
export type Sameness = (typeof SAMENESS)[number];
export const MOST_DUPLICATES = 20;

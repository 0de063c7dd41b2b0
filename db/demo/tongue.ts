import type { CALL } from '@/db/seed/regional-specialists';

/** Everything in this folder is invented: people, addresses, events. Towns exist, what happens in them here does not. */

export const DEMO_TOPICS = [
  'water-and-land',
  'work-and-prices',
  'courts-and-rights',
  'energy-and-roads',
  'borders-and-security',
  'schools-and-culture',
  'faith-and-custom',
  'leaving-and-returning',
] as const satisfies typeof CALL.topics;
export type DemoTopic = (typeof DEMO_TOPICS)[number];

/** A writing sample: its title, and paragraphs that stand without knowing the place. */
export type Sample = { title: string; text: readonly [string, string] };

/** What applicants and editors write in one language. */
export type Tongue = {
  locale: string;
  samples: Record<DemoTopic, Sample>;
  /** How the writer knows: the last paragraph of a sample. */
  methods: readonly string[];
  letter: {
    greeting: string;
    openings: readonly string[];
    middles: readonly string[];
    closings: readonly string[];
    signOff: string;
  };
  cv: {
    heading: string;
    work: string;
    studies: string;
    languages: string;
    languageNames: string;
    jobs: readonly string[];
    degrees: readonly string[];
  };
  cooperation: readonly string[];
  /** As people name their files. */
  fileNames: { cv: readonly string[]; letter: readonly string[]; sample: readonly string[] };
  /** Instead of a name, in quiet mode. */
  workingNames: readonly string[];
  /** What an editor asks, and what comes back. */
  question: string;
  reply: string;
};

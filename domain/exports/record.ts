import type { ExportedOne } from './queries';
import { csvLine } from './rules';

/** What is taken along of an application; of one that cannot be opened only which it is. */
export function recordOf(one: ExportedOne): ExportRecord {
  return 'damaged' in one ? damagedRecord(one) : wholeRecord(one);
}

type Damaged = Extract<ExportedOne, { damaged: true }>;

function damagedRecord({ foldedInto, ...one }: Damaged) {
  return { ...one, ...(foldedInto ? { foldedInto } : {}) };
}

function wholeRecord(one: Exclude<ExportedOne, Damaged>) {
  return {
    number: one.number,
    call: one.callSlug,
    stage: one.stage,
    submittedAt: one.submittedAt.toISOString(),
    name: one.name,
    nameLatin: one.nameLatin ?? '',
    email: one.email ?? '',
    place: one.place,
    regions: one.regions,
    writes: one.writes,
    follows: one.follows,
    topics: one.topics,
    cooperation: one.cooperation,
    coverLetterText: one.coverLetterText,
    writingSampleUrl: one.writingSampleUrl,
    language: one.locale,
    quiet: one.quiet,
    noMail: one.noMail,
    keepInPool: one.keepInPool,
    damaged: false,
    foldedInto: one.foldedInto ?? '',
  };
}

type WholeRecord = ReturnType<typeof wholeRecord>;
export type ExportRecord = WholeRecord | ReturnType<typeof damagedRecord>;

export const COLUMNS = [
  'number',
  'call',
  'stage',
  'submittedAt',
  'name',
  'nameLatin',
  'email',
  'place',
  'regions',
  'writes',
  'follows',
  'topics',
  'cooperation',
  'coverLetterText',
  'writingSampleUrl',
  'language',
  'quiet',
  'noMail',
  'keepInPool',
  'damaged',
  'foldedInto',
] as const satisfies readonly (keyof WholeRecord)[];

export function tableLine(record: ExportRecord): string {
  const known: Partial<WholeRecord> = record;
  return csvLine(
    COLUMNS.map((column) => {
      const value = known[column] ?? '';
      return Array.isArray(value) ? value.join(' ') : String(value);
    }),
  );
}

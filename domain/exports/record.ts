import type { DeskApplication } from '@/domain/applications/queries';
import type { ExportedOne } from './queries';
import { csvLine } from './rules';

/** What is taken along of an application; of one that cannot be opened only which it is. */
export function recordOf(one: ExportedOne): ExportRecord {
  return 'damaged' in one ? one : wholeRecord(one);
}

function wholeRecord(one: DeskApplication) {
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
  };
}

type WholeRecord = ReturnType<typeof wholeRecord>;
export type ExportRecord = WholeRecord | { number: string; damaged: true };

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

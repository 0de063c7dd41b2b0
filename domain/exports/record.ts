import type { DeskApplication } from '@/domain/applications/queries';
import { csvLine } from './rules';

/** What is taken along of an application. */
export function recordOf(one: DeskApplication) {
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
  };
}

export type ExportRecord = ReturnType<typeof recordOf>;

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
] as const satisfies readonly (keyof ExportRecord)[];

export function tableLine(record: ExportRecord): string {
  return csvLine(
    COLUMNS.map((column) => {
      const value = record[column];
      return Array.isArray(value) ? value.join(' ') : String(value);
    }),
  );
}

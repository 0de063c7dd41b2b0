import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rendered } from './rendering';
import { SECOND_VIEWERS } from './second-viewers';
import type { WebMemory } from './web-memory';

export type Examined = {
  group: string;
  name: string;
  kind: string;
  verdict: string;
  remarks: string[];
  ms: number;
  fault: string | null;
  networkAttempts: number;
  rendered: Rendered | null;
};

/** Archives are no documents, and no viewer of documents opens them. */
const DOCUMENT_GROUPS = ['pdf', 'word', 'languages'];

/** Files that another viewer shows and we refuse, among all that a viewer shows. */
export function falseRefusals(examined: readonly Examined[]): { refused: Examined[]; shown: number } {
  const documents = examined.filter(({ group }) => DOCUMENT_GROUPS.includes(group));
  const refused = documents.filter(({ verdict, name }) => !isTaken(verdict) && SECOND_VIEWERS[name]?.shows);
  return { refused, shown: documents.filter(({ verdict }) => isTaken(verdict)).length + refused.length };
}

export function isTaken(verdict: string): boolean {
  return verdict.startsWith('taken');
}

/** Writes what became of every file into docs/verdicts.md. */
export function writeReport(examined: readonly Examined[], web: WebMemory | null): void {
  writeFileSync(join(process.cwd(), 'docs', 'verdicts.md'), report(examined, web));
}

function report(examined: readonly Examined[], web: WebMemory | null): string {
  return `${[
    '# What becomes of the corpora',
    'Written by `npm run test:corpora`; the files themselves are no part of the project. What each verdict means: [decision 0013](decisions/0013-what-is-taken.md);',
    'what only some viewers open: [decision 0030](decisions/0030-what-only-some-viewers-open.md).',
    '',
    ...figures(examined, web),
    '',
    'Archives are examined as if they called themselves Word files, for their insides; at the door they are refused by their name alone.',
    '',
    ...counts(examined),
    '',
    '## Refused, and what other viewers show',
    '| file | verdict | poppler, MuPDF, PDFium; LibreOffice |',
    '|---|---|---|',
    ...examined
      .filter(({ verdict, group }) => !isTaken(verdict) && group !== 'archives')
      .map(
        ({ group, name, verdict }) =>
          `| ${group}/${name} | ${verdict} | ${SECOND_VIEWERS[name]?.seen ?? 'not tried'} |`,
      ),
    '',
    '## Every file',
    '| file | read as | verdict | what an editor gets | words |',
    '|---|---|---|---|---|',
    ...examined.map(row),
  ].join('\n')}\n`;
}

function row({ group, name, kind, verdict, remarks, rendered }: Examined): string {
  const remarked = remarks.length > 0 ? `: ${remarks.join(', ')}` : '';
  return `| ${group}/${name} | ${kind} | ${verdict}${remarked} | ${rendered?.made ?? '—'} | ${rendered?.words ?? '—'} |`;
}

function figures(examined: readonly Examined[], web: WebMemory | null): string[] {
  const rendered = examined.flatMap((one) => (one.rendered ? [one.rendered] : []));
  const attempts = sum(examined.map((one) => one.networkAttempts + (one.rendered?.networkAttempts ?? 0)));
  const broke = examined.filter(({ fault, rendered: made }) =>
    [fault, made?.fault].some((why) => /process/.test(why ?? '')),
  );
  const unread = rendered.filter(({ made }) => made.startsWith('nothing'));
  const { refused, shown } = falseRefusals(examined);
  const share = ((100 * refused.length) / Math.max(1, shown)).toFixed(1);
  return [
    '| what | figure |',
    '|---|---|',
    `| files | ${examined.length} |`,
    `| broke their process (crash, memory) or ran over 15 s | ${broke.length} |`,
    `| attempts to reach a network | ${attempts} |`,
    `| check of one file | ${times(examined.filter(({ ms }) => ms > 0).map(({ ms }) => ms))} |`,
    `| text and first pages of one file | ${times(rendered.map(({ ms }) => ms))} |`,
    `| taken | ${examined.filter(({ verdict }) => isTaken(verdict)).length} |`,
    `| taken, but nothing can be shown | ${unread.length} |`,
    `| refused, although another viewer shows something | ${refused.length} of ${shown} (${share} %) |`,
    `| resident memory of the web process while all files went through the form | ${web ? `${web.atFirst} MB in the first tenth, ${web.atHalf} MB at half, ${web.atEnd} MB in the last tenth, highest ${web.highest} MB` : 'not measured in this run'} |`,
  ];
}

function times(all: readonly number[]): string {
  const sorted = all.toSorted((one, other) => one - other);
  return `median ${sorted[Math.floor(sorted.length / 2)] ?? 0} ms, slowest ${sorted.at(-1) ?? 0} ms`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function counts(examined: readonly Examined[]): string[] {
  const rows = [...Map.groupBy(examined, ({ group, kind, verdict }) => `| ${group} | ${kind} | ${verdict} |`)];
  return [
    '| folder | read as | verdict | files |',
    '|---|---|---|---|',
    ...rows.map(([key, those]) => `${key} ${those.length} |`).toSorted(),
  ];
}

import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DocumentKind, HEAD_BYTES, judgeHead } from '@/domain/documents/rules';
import { type Examination, examinationSchema } from '@/platform/examination';
import { runInSandbox, SandboxError } from '@/platform/sandbox';
import { say, seconds } from '../terminal';
import { type FileCase, fileCasesIn } from './files';
import { severalAtOnce, type Verdict } from './verdict';

const GROUPS = ['pdf', 'word', 'archives', 'languages'];
/** Whole and harmless by the corpora's own account. */
const MUST_BE_TAKEN: readonly string[] = ['languages'];
const AT_ONCE = 2;

type Examined = {
  group: string;
  name: string;
  kind: string;
  verdict: string;
  remarks: string[];
  ms: number;
  fault: string | null;
  networkAttempts: number;
};

/** Every document through the check that follows its receipt; writes what became of them into docs/verdicts.md. */
export async function examineAll(folder: string): Promise<Verdict[]> {
  const started = performance.now();
  const cases = fileCasesIn(folder).filter(({ group }) => GROUPS.includes(group));
  const examined = await severalAtOnce(cases, AT_ONCE, examineCase);
  writeFileSync(join(process.cwd(), 'docs', 'verdicts.md'), report(examined));
  const faults = examined.filter(({ fault }) => fault !== null).length;
  say(`${faults === 0 ? '✓' : '✗'} ${examined.length} files examined (${seconds(started)})`);
  return examined.map(({ group, name, verdict, fault }) => ({ group, name, outcome: `check: ${verdict}`, fault }));
}

async function examineCase({ group, path }: FileCase): Promise<Examined> {
  const name = basename(path);
  const file = readFileSync(path);
  const head = judgeHead('cv', name, file.subarray(0, HEAD_BYTES));
  // Archives are no documents: they are opened as Word files would be, for the sake of their insides.
  const inStead = group === 'archives' && name.endsWith('.zip') ? 'docx' : null;
  const kind = head.ok ? head.kind : inStead;
  if (!kind) {
    const verdict = `refused at the door: ${head.ok ? '' : head.code}`;
    return {
      group,
      name,
      kind: '—',
      verdict,
      remarks: [],
      ms: 0,
      fault: mustBeTaken(group, verdict),
      networkAttempts: 0,
    };
  }
  return { group, name, kind, ...(await examine(file, kind, group)) };
}

async function examine(
  file: Buffer,
  kind: DocumentKind,
  group: string,
): Promise<Omit<Examined, 'group' | 'name' | 'kind'>> {
  const started = performance.now();
  const since = () => Math.round(performance.now() - started);
  try {
    const { answer, networkAttempts } = await runInSandbox({
      task: 'examine',
      params: { kind },
      file,
      answer: examinationSchema,
    });
    const verdict = wordOn(answer);
    const fault = networkAttempts > 0 ? 'it reached for the network' : mustBeTaken(group, verdict);
    const remarks = answer.verdict === 'taken' ? [...answer.remarks] : [];
    return { verdict, remarks, ms: since(), fault, networkAttempts };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return {
      verdict: `broke: ${error.fault}`,
      remarks: [],
      ms: since(),
      fault: `its process ended: ${error.fault} ${error.place}`,
      networkAttempts: 0,
    };
  }
}

function wordOn(answer: Examination): string {
  if (answer.verdict === 'refused') return `refused: ${answer.reason}`;
  return answer.remarks.length > 0 ? 'taken with a remark' : 'taken';
}

function mustBeTaken(group: string, verdict: string): string | null {
  return MUST_BE_TAKEN.includes(group) && !verdict.startsWith('taken') ? `${verdict}, although it is whole` : null;
}

function report(examined: readonly Examined[]): string {
  const times = examined.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const broke = examined.filter(({ verdict }) => verdict.startsWith('broke'));
  const attempts = examined.reduce((sum, one) => sum + one.networkAttempts, 0);
  const counts = [...Map.groupBy(examined, ({ group, kind, verdict }) => `| ${group} | ${kind} | ${verdict} |`)]
    .map(([row, those]) => `${row} ${those.length} |`)
    .toSorted();
  const odd = examined.filter(({ verdict }) => verdict !== 'taken');
  return `${[
    '# What becomes of the corpora',
    'Written by `npm run test:corpora`; the files themselves are no part of the project. What each verdict means: [decision 0013](decisions/0013-what-is-taken.md).',
    '',
    `${examined.length} files; ${broke.length} broke their process (crash, time or memory); slowest ${times.at(-1)} ms, median ${times[Math.floor(times.length / 2)]} ms; attempts to reach a network: ${attempts}.`,
    'Archives are examined as if they called themselves Word files, for their insides; at the door they are refused by their name alone.',
    '',
    '| folder | kind | verdict | files |',
    '|---|---|---|---|',
    ...counts,
    '',
    '## All that is not simply taken',
    '| file | verdict | remarks |',
    '|---|---|---|',
    ...odd.map(({ group, name, verdict, remarks }) => `| ${group}/${name} | ${verdict} | ${remarks.join(', ')} |`),
  ].join('\n')}\n`;
}

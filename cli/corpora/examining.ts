import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type DocumentKind, HEAD_BYTES, judgeHead } from '@/domain/documents/rules';
import { type Examination, examinationSchema } from '@/platform/examination';
import { runInSandbox, SandboxError } from '@/platform/sandbox';
import { say, seconds } from '../terminal';
import { type FileCase, fileCasesIn } from './files';
import { type Rendered, renderCase } from './rendering';
import { type Examined, falseRefusals, isTaken } from './report';
import { severalAtOnce, type Verdict } from './verdict';

const GROUPS = ['pdf', 'word', 'archives', 'languages'];
/** Whole and harmless by the corpora's own account. */
const MUST_BE_TAKEN: readonly string[] = ['languages'];
const AT_ONCE = 2;

/** The longest a file may keep anybody waiting. */
const HANGS_MS = 15_000;
const MOST_FALSE_REFUSALS = 0.01;

/** Every document through the check that follows its receipt and, where it is taken, through the making of what editors read. */
export async function examineAll(folder: string): Promise<{ examined: Examined[]; verdicts: Verdict[] }> {
  const started = performance.now();
  const cases = fileCasesIn(folder).filter(({ group }) => GROUPS.includes(group));
  const examined = await severalAtOnce(cases, AT_ONCE, examineCase);
  const verdicts = [...examined.map(verdictOn), ratioVerdict(examined)];
  const faults = verdicts.filter(({ fault }) => fault !== null).length;
  say(`${faults === 0 ? '✓' : '✗'} ${examined.length} files examined and rendered (${seconds(started)})`);
  return { examined, verdicts };
}

function verdictOn({ group, name, verdict, fault, ms, rendered }: Examined): Verdict {
  const hangs = Math.max(ms, rendered?.ms ?? 0) > HANGS_MS ? 'it took more than 15 s' : null;
  return { group, name, outcome: `check: ${verdict}`, fault: fault ?? rendered?.fault ?? hangs };
}

function ratioVerdict(examined: readonly Examined[]): Verdict {
  const { refused, shown } = falseRefusals(examined);
  const isTooMany = refused.length > shown * MOST_FALSE_REFUSALS;
  return {
    group: 'all',
    name: 'refusals',
    outcome: `${refused.length} of ${shown} refused, although another viewer shows something`,
    fault: isTooMany
      ? `more than 1 % of what viewers show is refused: ${refused.map(({ name }) => name).join(', ')}`
      : null,
  };
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
    const fault = mustBeTaken(group, verdict);
    return { group, name, kind: '—', verdict, remarks: [], ms: 0, fault, networkAttempts: 0, rendered: null };
  }
  const examined = await examine(file, kind, group);
  const rendered = isTaken(examined.verdict) ? await renderCase(file, kind) : null;
  return { group, name, kind, ...examined, rendered: rendered && withWords(rendered, group) };
}

function withWords(rendered: Rendered, group: string): Rendered {
  const isEmpty = MUST_BE_TAKEN.includes(group) && rendered.words === 0;
  return isEmpty ? { ...rendered, fault: 'it has words, and none were found' } : rendered;
}

async function examine(
  file: Buffer,
  kind: DocumentKind,
  group: string,
): Promise<Omit<Examined, 'group' | 'name' | 'kind' | 'rendered'>> {
  const started = performance.now();
  const since = () => Math.round(performance.now() - started);
  try {
    const { answer, networkAttempts } = await runInSandbox({
      task: 'examine',
      opening: { urgency: 'awaited' },
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

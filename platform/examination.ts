import { z } from 'zod';
import {
  type Examination,
  FINDING_KINDS,
  LONGEST_VALUE,
  MOST_FINDINGS,
  REFUSALS,
  REMARKS,
} from './examination/verdict';
import { runInSandbox, type SandboxFile } from './sandbox';

export {
  type Examination,
  FINDING_KINDS,
  type Finding,
  type FindingKind,
  REFUSALS,
  REMARKS,
  type Refusal,
  type Remark,
} from './examination/verdict';

const finding = z.object({ kind: z.enum(FINDING_KINDS), value: z.string().min(1).max(LONGEST_VALUE) });
export const examinationSchema = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('refused'), reason: z.enum(REFUSALS) }),
  z.object({
    verdict: z.literal('taken'),
    remarks: z.array(z.enum(REMARKS)),
    findings: z.array(finding).max(MOST_FINDINGS),
  }),
]) satisfies z.ZodType<Examination>;

/** Judges one file in a process of its own. `kind` is what its name and first bytes say. Errors: `SandboxError`. */
export async function examineFile(file: SandboxFile, kind: string): Promise<Examination> {
  const { answer } = await runInSandbox({
    task: 'examine',
    params: { kind },
    file,
    answer: examinationSchema,
    opening: { urgency: 'soon' },
  });
  return answer;
}

import { type Examination, examinationSchema } from './examination/verdict';
import { runInSandbox, type SandboxFile } from './sandbox';

export {
  type Examination,
  examinationSchema,
  FINDING_KINDS,
  type Finding,
  type FindingKind,
  REFUSALS,
  REMARKS,
  type Refusal,
  type Remark,
} from './examination/verdict';

/** Judges one file in a process of its own. `kind` is what its name and first bytes say. Errors: `SandboxError`. */
export async function examineFile(file: SandboxFile, kind: string): Promise<Examination> {
  const { answer } = await runInSandbox({ task: 'examine', params: { kind }, file, answer: examinationSchema });
  return answer;
}

import { z } from 'zod';
import type { TaskOutcome } from '../sandbox/child';
import { examineImage } from './image';
import { examineOoxml } from './ooxml';
import { examineOpenDocument } from './open-document';
import { examinePdf } from './pdf';
import { examinePlainText } from './plain-text';
import { examineRichText } from './rich-text';
import { type Examination, Notes, Refused } from './verdict';
import { examineWord97 } from './word97';

const KINDS = ['pdf', 'docx', 'odt', 'rtf', 'doc', 'txt', 'md', 'jpeg', 'png', 'heic'] as const;
const paramsSchema = z.object({ kind: z.enum(KINDS) });

const EXAMINERS: Record<(typeof KINDS)[number], (file: Buffer, notes: Notes) => void | Promise<void>> = {
  pdf: examinePdf,
  docx: examineOoxml,
  odt: examineOpenDocument,
  rtf: examineRichText,
  doc: examineWord97,
  txt: examinePlainText,
  md: examinePlainText,
  jpeg: (file, notes) => examineImage('jpeg', file, notes),
  png: (file, notes) => examineImage('png', file, notes),
  heic: (file, notes) => examineImage('heic', file, notes),
};

/** Task of the sandbox: can the file be opened as what it claims to be, and what does it carry and say? */
export async function examine(file: Buffer, params: unknown): Promise<TaskOutcome> {
  const { kind } = paramsSchema.parse(params);
  return { answer: await verdictOn(file, kind) };
}

async function verdictOn(file: Buffer, kind: (typeof KINDS)[number]): Promise<Examination> {
  const notes = new Notes();
  try {
    await EXAMINERS[kind](file, notes);
  } catch (error) {
    if (error instanceof Refused) return { verdict: 'refused', reason: error.reason };
    throw error;
  }
  return notes.examination();
}

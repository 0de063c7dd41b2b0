import type { TaskOutcome } from '../sandbox/child';
import { kindIn } from '../sandbox/params';
import { examineImage } from './image';
import { examineOoxml } from './ooxml';
import { examineOpenDocument } from './open-document';
import { examinePdf } from './pdf';
import { examinePlainText } from './plain-text';
import { examineRichText } from './rich-text';
import { type Examination, Notes, Refused } from './verdict';
import { examineWord97 } from './word97';

const KINDS = ['pdf', 'docx', 'odt', 'rtf', 'doc', 'txt', 'md', 'jpeg', 'png', 'heic'] as const;
type Kind = (typeof KINDS)[number];

const EXAMINERS: Record<Kind, (file: Buffer, notes: Notes) => void | Promise<void>> = {
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
  return { answer: await verdictOn(file, kindIn(params, KINDS)) };
}

async function verdictOn(file: Buffer, kind: Kind): Promise<Examination> {
  const notes = new Notes();
  try {
    await EXAMINERS[kind](file, notes);
  } catch (error) {
    if (error instanceof Refused) return { verdict: 'refused', reason: error.reason };
    throw error;
  }
  return notes.examination();
}

import type { DeskDocument } from '@/domain/documents/queries';
import { plainFileName } from '@/domain/documents/rules';
import type { Letter } from '@/domain/messages/queries';
import { redactorOf } from '@/domain/settings/withheld';
import { MASKS_ALL } from '@/platform/redaction';
import type { Answers } from './input';

/** What stands for somebody whose name is withheld. */
export function noName(number: string): { name: string; nameLatin: null; workingName: false } {
  return { name: number, nameLatin: null, workingName: false };
}

/** `answers` are null where they are damaged: then nobody knows whom to mask. */
type Said = { answers: Answers | null; documents: readonly DeskDocument[]; messages: readonly Letter[] };

/** The parts of an application that could say who wrote it, without that. */
export function withoutName(number: string, { answers, documents, messages }: Said) {
  const { text } = answers ? redactorOf(answers) : MASKS_ALL;
  return {
    ...noName(number),
    email: null,
    place: '',
    cooperation: text(answers?.cooperation ?? ''),
    coverLetterText: text(answers?.coverLetterText ?? ''),
    writingSampleUrl: '',
    // A file's own name may say whose it is.
    documents: documents.map((document) => ({ ...document, name: plainFileName(document) })),
    messages: messages.map((letter) => ({
      ...letter,
      subject: text(letter.subject),
      text: letter.text === null ? null : text(letter.text),
    })),
  };
}

import { CALL } from '@/db/seed/regional-specialists';
import { FIELD_ERROR_CODES, type FieldErrorCode } from '@/domain/intake/input';
import { translator } from '@/locales';
import { type Answer, type SentFile, textOf, type Visitor } from './visitor';

const APPLY = `/en/calls/${CALL.slug}/apply`;
const NUMBER = /\bAPP-[0-9A-Z]{4,8}\b/;

/** Enough to be sent; what a case is about is put in place of it. */
const ANSWERS = { name: 'Corpus Reader', email: '', region: 'georgia', writes: 'en', consent: 'on', action: 'send' };

/** What may be said in words instead of sent as a file. */
export const IN_WORDS = {
  coverLetter: { coverLetterText: 'The water comes on Thursday.' },
  writingSample: { writingSampleUrl: 'https://example.org/water' },
};

/** The smallest file that is taken for a CV. */
export const SOME_PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

export function postApplication(
  visitor: Visitor,
  fields: Readonly<Record<string, string>>,
  files: readonly SentFile[],
): Promise<Answer> {
  return visitor.postForm(APPLY, { ...ANSWERS, ...fields }, files);
}

/** The public number on a receipt; null on any other page. */
export function numberOn({ status, html }: Answer): string | null {
  return status === 200 ? (NUMBER.exec(textOf(html))?.[0] ?? null) : null;
}

/** Why a field was refused, judged by the sentence that stands at it; null where none of ours does. */
export function reasonAt(html: string, field: string): FieldErrorCode | null {
  const place = new RegExp(`id="${field}-error"[^>]*>([\\s\\S]{0,2000})`).exec(html)?.[1] ?? '';
  const text = textOf(place);
  return (
    FIELD_ERROR_CODES.find((code) => sentencesFor(code, field).some((sentence) => text.includes(sentence))) ?? null
  );
}

/** The beginnings of what the page may say: up to the first figure that is filled in. */
function sentencesFor(code: FieldErrorCode, field: string): string[] {
  const t = translator('en', 'fieldErrors');
  const keys = [`${code}_${field}`, code].filter((key) => t.has(key as never));
  return keys.map((key) => (String(t.raw(key as never)).split('{')[0] ?? '').trim()).filter((words) => words !== '');
}

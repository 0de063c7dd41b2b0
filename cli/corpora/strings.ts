import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { plainLine } from '@/domain/intake/rules';
import { parseAddress } from '@/domain/messages/rules';
import { IN_WORDS, numberOn, postApplication, reasonAt, SOME_PDF } from './application-form';
import type { Verdict } from './verdict';
import { textOf, type Visitor } from './visitor';

/** Fields that take any text; each of a form's fields gets another string, and each string comes to each field. */
const FREE = ['name', 'nameLatin', 'workingName', 'place', 'cooperation', 'coverLetterText', 'file name'] as const;
/** Fields with a shape of their own: most strings are refused there, and must be in words. */
const SHAPED = ['email', 'writingSampleUrl', 'topics', 'draft', 'region'] as const;
/** What the desk shows as it was typed. */
const SHOWN = ['name', 'place', 'cooperation', 'coverLetterText'] as const;
/** Far apart, so that neighbours in the list, which are much alike, do not meet in one form. */
const STRIDE = 37;

export function naughtyStrings(folder: string): string[] {
  return z.array(z.string()).parse(JSON.parse(readFileSync(join(folder, 'strings', 'blns.json'), 'utf8')));
}

/** One form whose free fields each hold a string; then the same page on the desk. */
export async function tryFreeFields(
  applicant: Visitor,
  editor: Visitor,
  strings: readonly string[],
  index: number,
): Promise<Verdict> {
  const typed = stringsFor(FREE, strings, index);
  const { 'file name': fileName, ...fields } = typed;
  const verdict = (outcome: string, fault: string | null): Verdict => ({
    group: 'strings',
    name: `free fields ${index}`,
    outcome,
    fault,
  });
  const quiet: Record<string, string> = index % 2 === 0 ? {} : { quiet: 'on' };
  const answer = await postApplication(applicant, { ...fields, ...quiet, ...IN_WORDS.writingSample }, [
    { field: 'cv', name: `${fileName}.pdf`, bytes: SOME_PDF },
    { field: 'coverLetter', name: 'letter.pdf', bytes: SOME_PDF },
  ]);
  if (answer.status >= 500) return verdict('broken', `the form answered ${answer.status} to ${JSON.stringify(typed)}`);
  const unescaped = markupIn(answer.html, Object.values(typed));
  if (unescaped) return verdict('broken', `stands unescaped on the answer: ${unescaped}`);
  const number = numberOn(answer);
  if (number) return verdict('accepted', await faultOnDesk(editor, number, typed));
  const reasons = FREE.flatMap((field) => reasonAt(answer.html, field) ?? []);
  return verdict(
    `refused: ${reasons.join(', ') || 'without a reason'}`,
    answer.status >= 400 && reasons.length > 0 ? null : `refused (${answer.status}) without a sentence`,
  );
}

/** One form whose shaped fields each hold a string: refused in words, never broken. */
export async function tryShapedFields(applicant: Visitor, strings: readonly string[], index: number): Promise<Verdict> {
  const { draft, ...fields } = stringsFor(SHAPED, strings, index);
  // A forged token is answered before anything else is judged: only some forms carry one.
  const isForged = index % 4 === 0 && draft.trim() !== '';
  const typed: Record<string, string> = isForged ? { draft, ...fields } : fields;
  const verdict = (outcome: string, fault: string | null): Verdict => ({
    group: 'strings',
    name: `shaped fields ${index}`,
    outcome,
    fault,
  });
  const answer = await postApplication(applicant, typed, []);
  if (answer.status >= 500) return verdict('broken', `the form answered ${answer.status} to ${JSON.stringify(typed)}`);
  const unescaped = markupIn(answer.html, Object.values(typed));
  if (unescaped) return verdict('broken', `stands unescaped on the answer: ${unescaped}`);
  if (isForged)
    return verdict(
      `refused: ${answer.status} draft_unknown`,
      answer.status === 403 ? null : `a forged token was answered ${answer.status}`,
    );
  const reason = reasonAt(answer.html, 'email');
  return verdict(
    `refused: ${reason ?? 'document_missing'}`,
    faultOfAddress(fields.email, reason) ?? (answer.status >= 400 ? null : 'was taken without any document'),
  );
}

function faultOfAddress(typed: string, reason: string | null): string | null {
  const isRefused = reason === 'not_an_address' || reason === 'too_long';
  const isAddress = plainLine(typed) === '' || parseAddress(typed) !== null;
  if (isAddress === isRefused)
    return `${isAddress ? 'an address was refused' : 'no address, and taken for one'}: ${JSON.stringify(typed)}`;
  return null;
}

function stringsFor<Field extends string>(
  fields: readonly Field[],
  strings: readonly string[],
  index: number,
): Record<Field, string> {
  return Object.fromEntries(
    fields.map((field, at) => [field, strings[(index + at * STRIDE) % strings.length] ?? '']),
  ) as Record<Field, string>;
}

async function faultOnDesk(
  editor: Visitor,
  number: string,
  typed: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { status, html } = await editor.see(`/desk/applications/${number}?show=cover_letter`);
  if (status !== 200) return `the desk answered ${status} for ${number}`;
  const unescaped = markupIn(html, Object.values(typed));
  if (unescaped) return `stands unescaped on the desk: ${unescaped}`;
  const shown = bare(textOf(html));
  const missing = SHOWN.find(
    (field) =>
      !shown.includes(bare(typed[field] ?? '')) && !(field === 'name' && shown.includes(bare(typed.workingName ?? ''))),
  );
  return missing ? `the desk does not show the ${missing} as typed: ${JSON.stringify(typed[missing])}` : null;
}

/** Letters, marks and signs alone: spaces and controls may be set otherwise on a page, and spellings be united (NFC). */
function bare(text: string): string {
  return text
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\p{C}\p{Z}]+/gu, '');
}

/** The first string that could act as markup and stands on the page as it is. */
function markupIn(html: string, strings: readonly string[]): string | null {
  return strings.find((string) => /<[a-z!/?%]/i.test(string) && string.length > 8 && html.includes(string)) ?? null;
}

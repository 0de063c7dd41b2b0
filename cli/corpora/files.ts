import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOfName, kindsFor, REFUSAL_REASONS, type Slot } from '@/domain/documents/rules';
import { FILE_FIELDS } from '@/domain/intake/input';
import { translator } from '@/locales';
import { Refusal } from '../terminal';
import { IN_WORDS, numberOn, postApplication, reasonAt, SOME_PDF } from './application-form';
import type { Verdict } from './verdict';
import { type Answer, type SentFile, textOf, type Visitor } from './visitor';

const GROUPS = ['pdf', 'word', 'archives', 'languages', 'mail'];
/** Whole and harmless by the corpus's own account: to refuse one of these is a fault. */
const MUST_BE_TAKEN: readonly string[] = ['languages'];
/** Hundreds of files wait for the same two processes. */
const CHECKED_WITHIN_MS = 10 * 60_000;
const LOOK_EVERY_MS = 1000;
const SLOTS_IN_TURN = Object.entries(FILE_FIELDS);

export type FileCase = { group: string; path: string };

export function fileCasesIn(folder: string): FileCase[] {
  const cases = GROUPS.flatMap((group) =>
    namesIn(join(folder, group)).map((name) => ({ group, path: join(folder, group, name) })),
  );
  if (cases.length === 0)
    throw new Refusal(`There are no corpora in ${folder}: none of the folders ${GROUPS.join(', ')}.`);
  return cases;
}

function namesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: false });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

/** Sends one file through the form, one slot after the other in turn, and gets it back as an editor. */
export async function tryFile(
  applicant: Visitor,
  editor: Visitor,
  { group, path }: FileCase,
  index: number,
): Promise<Verdict> {
  const [field, slot] = SLOTS_IN_TURN[index % SLOTS_IN_TURN.length] ?? ['cv', 'cv'];
  const name = basename(path);
  const bytes = readFileSync(path);
  const verdict = (outcome: string, fault: string | null): Verdict => ({ group, name, outcome, fault });
  const { fields, files } = withRest({ field, name, bytes });
  const answer = await postApplication(applicant, fields, files);
  if (answer.status >= 500) return verdict('broken', `the form answered ${answer.status}`);
  const number = numberOn(answer);
  if (number) {
    const { outcome, fault } = await onTheDesk(editor, { group, name, number, slot, bytes });
    return verdict(outcome, faultOfTaken({ name, slot }) ?? fault);
  }
  const reason = reasonAt(answer.html, field);
  return verdict(
    `refused: ${reason ?? 'without a reason'}`,
    faultOfRefused({ group, name, slot, bytes }, answer, reason),
  );
}

/** What an application needs besides, as words where words will do: every further file would be checked and rendered too. */
function withRest(file: SentFile): { fields: Record<string, string>; files: SentFile[] } {
  const { coverLetter, writingSample } = IN_WORDS;
  return {
    fields: {
      ...(file.field === 'coverLetter' ? {} : coverLetter),
      ...(file.field === 'writingSample' ? {} : writingSample),
    },
    files: file.field === 'cv' ? [file] : [file, { field: 'cv', name: 'cv.pdf', bytes: SOME_PDF }],
  };
}

function mayBeTaken(name: string, slot: Slot): boolean {
  const kind = kindOfName(name);
  return kind !== null && kindsFor(slot).includes(kind);
}

function faultOfTaken({ name, slot }: { name: string; slot: Slot }): string | null {
  return mayBeTaken(name, slot) ? null : 'a file of a kind we do not take was taken';
}

type Taken = { group: string; name: string; number: string; slot: Slot; bytes: Buffer };
type OnTheDesk = { outcome: string; fault: string | null };

/** Waits until the file has been checked, and compares what the editor then gets with what was sent. */
async function onTheDesk(editor: Visitor, { group, number, slot, bytes }: Taken): Promise<OnTheDesk> {
  const until = performance.now() + CHECKED_WITHIN_MS;
  for (;;) {
    const page = await editor.see(`/desk/applications/${number}?show=${slot}`);
    if (page.status !== 200) return { outcome: 'accepted', fault: `the desk answered ${page.status}` };
    const text = textOf(page.html);
    if (!text.includes(said('waiting'))) {
      if (text.includes(said('refused'))) return afterCheck(group, text);
      return { outcome: 'accepted', fault: await faultOfOriginal(editor, page.html, bytes) };
    }
    if (performance.now() > until) return { outcome: 'accepted', fault: 'it has not been checked in all this time' };
    await pause(LOOK_EVERY_MS);
  }
}

/** The desk's sentence up to the first word that is filled in. */
function said(state: 'waiting' | 'refused'): string {
  return (String(translator('en', 'checks.desk').raw(state)).split('{')[0] ?? '').trim();
}

function afterCheck(group: string, text: string): OnTheDesk {
  const t = translator('en', 'checks.desk.reasons');
  const reason = REFUSAL_REASONS.find((one) => text.includes(t(one)));
  if (!reason) return { outcome: 'not taken: without a reason', fault: 'not taken, and no reason is told' };
  const isWrong = MUST_BE_TAKEN.includes(group);
  return { outcome: `not taken: ${reason}`, fault: isWrong ? `not taken (${reason}), although it is whole` : null };
}

async function faultOfOriginal(editor: Visitor, html: string, bytes: Buffer): Promise<string | null> {
  const address = /href="(\/api\/documents\/[0-9a-f-]{36})" download/.exec(html)?.[1];
  if (!address) return 'the desk shows no original';
  const original = await editor.download(address);
  if (original.status !== 200) return `the original answered ${original.status}`;
  return digest(original.bytes) === digest(bytes)
    ? null
    : `the original has other bytes: ${original.bytes.length} instead of ${bytes.length}`;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

type Refused = { group: string; name: string; slot: Slot; bytes: Buffer };

function faultOfRefused(
  { group, name, slot, bytes }: Refused,
  { status }: Answer,
  reason: string | null,
): string | null {
  if (status < 400) return `neither taken nor refused: the form answered ${status}`;
  if (!reason) return `refused (${status}) without a sentence at the field`;
  if (MUST_BE_TAKEN.includes(group) && mayBeTaken(name, slot)) return `refused (${reason}), although it is whole`;
  if (!mayBeTaken(name, slot) && bytes.length > 0 && reason !== 'document_wrong_type')
    return `refused as ${reason}, although its kind is not taken`;
  return null;
}

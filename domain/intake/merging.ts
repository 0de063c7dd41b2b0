import { createHash, randomBytes } from 'node:crypto';
import { type Answers, answersInput } from '@/domain/applications/input';

const FIELDS = Object.keys(answersInput.shape) as (keyof Answers)[];
const DIGEST_BYTES = 4;
const WINDOW_BYTES = 6;

/**
 * What a page shows, as one short digest per field, behind a name for its window: it travels with the form, so that we
 * see which fields were changed there. The pages that follow one another in a window hand its name on.
 */
export function baseOf(answers: Answers, earlier = ''): string {
  const window = windowOf(earlier) || randomBytes(WINDOW_BYTES).toString('base64url');
  return `${window}.${digestsOf(answers).toString('base64url')}`;
}

export function windowOf(base: string): string {
  return /^([\w-]{8})\./.exec(base)?.[1] ?? '';
}

function digestsOf(answers: Answers): Buffer {
  return Buffer.concat(FIELDS.map((field) => digest(answers[field])));
}

/** `savedBy`: the window that has sent everything in `kept`, or none */
type Merging = { kept: Answers | null; savedBy: string; sent: Answers; base: string };

/** A field that this page and another one both changed; `other` is what stood there. */
export type Conflict = { field: keyof Answers; other: string };

/** `isAllSent`: nothing has been kept that this page did not send. */
export type Merged = { answers: Answers; conflicts: Conflict[]; isAllSent: boolean };

/**
 * Joins what a page sends with what has been kept meanwhile, field by field: what was not touched on this page stays as
 * it is kept, what was changed here only counts, and where both were changed the newest counts and the other is told.
 * Without a base everything sent counts. Whoever goes back in the window that all of it comes from contradicts nobody.
 */
export function merged({ kept, sent, base, savedBy }: Merging): Merged {
  const digests = digestsIn(base);
  if (!kept || !digests) return { answers: sent, conflicts: [], isAllSent: true };
  const conflicts: Conflict[] = [];
  let isAllSent = true;
  const isOwn = savedBy !== '' && savedBy === windowOf(base);
  const entries = FIELDS.map((field, index) => {
    const mine = digest(sent[field]);
    const theirs = digest(kept[field]);
    const shown = digests[index];
    if (mine.equals(theirs) || !shown) return [field, sent[field]];
    if (mine.equals(shown)) {
      isAllSent = false;
      return [field, kept[field]];
    }
    if (!isOwn && !theirs.equals(shown)) conflicts.push({ field, other: readable(kept[field]) });
    return [field, sent[field]];
  });
  return { answers: answersInput.parse(Object.fromEntries(entries)), conflicts, isAllSent };
}

/** True where nothing has been written or chosen yet. */
export function isBlank(answers: Answers): boolean {
  return digestsOf(answers).equals(digestsOf(answersInput.parse({})));
}

function digestsIn(base: string): Buffer[] | null {
  const bytes = Buffer.from(base.split('.')[1] ?? '', 'base64url');
  if (bytes.length !== FIELDS.length * DIGEST_BYTES) return null;
  return FIELDS.map((_, index) => bytes.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES));
}

/** The order in which boxes are ticked means nothing. */
function digest(value: Answers[keyof Answers]): Buffer {
  const plain = JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return createHash('sha256').update(plain).digest().subarray(0, DIGEST_BYTES);
}

/** Ticks and choices are only said to differ: their names are the page's business. */
function readable(value: Answers[keyof Answers]): string {
  return typeof value === 'string' ? value : '';
}

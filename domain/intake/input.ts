import type { Answers } from '@/domain/applications/input';
import type { DocumentCheck, DocumentKind, Finding, Slot } from '@/domain/documents/rules';

export type FormValues = Answers;

export const FIELD_ERROR_CODES = [
  'missing',
  'too_long',
  'not_an_address',
  'not_a_link',
  'unknown_choice',
  'document_missing',
  'document_empty',
  'document_too_large',
  'document_wrong_type',
  'document_mismatch',
  'document_lock_file',
  'document_refused',
  'storage_full',
  'consent_missing',
  'changed_elsewhere',
] as const;
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number];

export type FieldError = { field: string; code: FieldErrorCode; details?: Record<string, string | number> };

/** Characters a field takes; the form shows the limit before one types. */
export const FIELD_LIMITS = {
  name: 200,
  nameLatin: 200,
  workingName: 200,
  email: 254,
  place: 200,
  cooperation: 500,
  coverLetterText: 20_000,
  writingSampleUrl: 2000,
} as const;

export const FILE_FIELDS: Readonly<Record<string, Slot>> = {
  cv: 'cv',
  coverLetter: 'cover_letter',
  writingSample: 'writing_sample',
};

export function fieldOfSlot(slot: Slot): string {
  return Object.entries(FILE_FIELDS).find(([, name]) => name === slot)?.[0] ?? slot;
}

export type FormDocument = {
  name: string;
  size: number;
  kind: DocumentKind;
  receivedAt: Date;
  check: DocumentCheck;
  /** what the file says about its maker */
  findings: readonly Finding[];
};

/** A file of which only a part has arrived; `id` is its upload's. */
export type FormUpload = { id: string; name: string | null; size: number; received: number };

export type FormView = {
  /** the hidden field's token */
  draft: string;
  values: FormValues;
  documents: Partial<Record<Slot, FormDocument>>;
  uploads: Partial<Record<Slot, FormUpload>>;
  /** the way back to a saved draft from any device; null for a draft one has come back to: its code stays the same */
  code: string | null;
  /** set once the sender has been asked to wait (judgeSending) */
  pause: string;
  /** what this page shows, as digests (see merging.ts) */
  base: string;
};

/** Why a form was not taken just now, and for how long: seconds where pressing again is enough. */
export type FormWait = { seconds: number; minutes: null } | { seconds: null; minutes: number };

export type FormOutcome =
  | { kind: 'sent'; applicationId: string; number: string; code: string | null; session: string; replay: boolean }
  | {
      kind: 'form';
      status: 200 | 403 | 409 | 410 | 413 | 415 | 422 | 429 | 507;
      form: FormView;
      errors: FieldError[];
      notice: 'saved' | 'missing' | 'closed' | 'forged' | 'wait' | null;
      wait: FormWait | null;
    };

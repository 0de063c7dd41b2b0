import { type DocumentKind, kindsFor, type Slot } from '@/domain/documents/rules';

const EXTENSIONS: Partial<Record<DocumentKind, string>> = { jpeg: '.jpg,.jpeg' };
/** Taken, but not asked for: an iPhone then sends its photographs as JPEG, which editors can see. */
const NOT_ASKED_FOR: readonly DocumentKind[] = ['heic'];

/** What a browser's file dialogue offers first for a slot; the portal looks for itself. */
export function acceptFor(slot: Slot): string {
  return kindsFor(slot)
    .filter((kind) => !NOT_ASKED_FOR.includes(kind))
    .map((kind) => EXTENSIONS[kind] ?? `.${kind}`)
    .join(',');
}

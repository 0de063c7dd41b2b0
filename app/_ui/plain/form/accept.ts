import { type DocumentKind, kindsFor, type Slot } from '@/domain/documents/rules';

const EXTENSIONS: Partial<Record<DocumentKind, string>> = { jpeg: '.jpg,.jpeg', heic: '.heic,.heif' };

/** What a browser's file dialogue offers first for a slot; the portal looks for itself. */
export function acceptFor(slot: Slot): string {
  return kindsFor(slot)
    .map((kind) => EXTENSIONS[kind] ?? `.${kind}`)
    .join(',');
}

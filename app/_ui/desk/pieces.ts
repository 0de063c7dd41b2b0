import type { DeskApplication } from '@/domain/applications/queries';
import { SLOTS, type Slot } from '@/domain/documents/rules';

type Document = DeskApplication['documents'][number];

/** What stands in one place of the application: a file, typed text, or the address of a page elsewhere. */
export type Piece = { slot: Slot; file?: Document; text?: string; link?: string };

const IN_READING_ORDER: readonly Slot[] = ['writing_sample', 'cover_letter', 'cv', 'other'];

export function piecesOf(application: DeskApplication): Piece[] {
  const typed: Partial<Record<Slot, Omit<Piece, 'slot'>>> = {
    cover_letter: application.coverLetterText ? { text: application.coverLetterText } : undefined,
    writing_sample: application.writingSampleUrl ? { link: application.writingSampleUrl } : undefined,
  };
  const pieces: Piece[] = SLOTS.map((slot) => ({
    slot,
    ...typed[slot],
    file: application.documents.find((document) => document.slot === slot),
  }));
  return inReadingOrder(pieces.filter((piece) => piece.file || piece.text || piece.link));
}

export function inReadingOrder<T extends { slot: Slot }>(things: readonly T[]): T[] {
  return [...things].sort((one, other) => IN_READING_ORDER.indexOf(one.slot) - IN_READING_ORDER.indexOf(other.slot));
}

/** The piece asked for; else the first that can be read right here; else the first. */
export function openPiece(pieces: readonly Piece[], asked: string | undefined): Piece | undefined {
  return pieces.find((piece) => piece.slot === asked) ?? pieces.find((piece) => piece.text || piece.file) ?? pieces[0];
}

/** What a document is, as its first bytes and its structure told. */
export const KINDS = ['pdf', 'docx', 'odt', 'rtf', 'doc', 'txt', 'md', 'jpeg', 'png', 'heic'] as const;
export type Kind = (typeof KINDS)[number];

/** Pixels of a page's image, known before it is painted. */
export type Sheet = { width: number; height: number };

export const PICTURE_TYPES = ['image/png', 'image/webp'] as const;
export type Picture = Sheet & { mediaType: (typeof PICTURE_TYPES)[number]; bytes: Uint8Array };

/**
 * What a reader should know about a rendition:
 * `pictures` some pictures of the document are not shown · `cut` it is longer than what is shown ·
 * `plain` its layout could not be kept · `scan` its pages carry no text
 */
export const NOTES = ['pictures', 'cut', 'plain', 'scan'] as const;
export type Note = (typeof NOTES)[number];

export type Overview = {
  /** Pages that can be painted, at the size they will have; empty where a document has no fixed pages. */
  sheets: Sheet[];
  /** How many pages the document has by its own account; null where it does not say. */
  pages: number | null;
  /** Our own small subset of HTML, safe to show; null where there is no text. */
  html: string | null;
  text: string;
  words: number;
  /** ISO 639 codes, most used first; empty where the text is too short to say. */
  languages: string[];
  /** ISO 15924 codes, most used first. */
  scripts: string[];
  notes: Note[];
};

/** `password` it asks for one · `damaged` no reader of ours opens it · `too_large` beyond what we decode · `unsupported` no decoder */
export const UNREADABLE_REASONS = ['password', 'damaged', 'too_large', 'unsupported'] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

/** A document that cannot be shown, for a reason a person can be told. Carries nothing of its contents. */
export class UnreadableDocument extends Error {
  constructor(
    readonly reason: UnreadableReason,
    options?: ErrorOptions,
  ) {
    super(`unreadable document: ${reason}`, options);
    this.name = 'UnreadableDocument';
  }
}

/** Letters beyond this are not kept: a book of 1,500 pages is shorter. Three bytes each at most. */
export const MAX_TEXT = 4_000_000;
/** Bytes of HTML beyond this are not kept, pictures included. */
export const MAX_HTML = 8_000_000;

import { stepFor } from './pace';

/** Everything the script says, in the page's language: the server writes it into the page. */
export type UploadTexts = {
  /** the buttons, in their order */
  acts: [act: string, text: string][];
  going: string;
  paused: string;
  here: string;
  missing: string;
  checking: string;
  sentOf: string;
  hereOf: string;
  lost: string;
  byYou: string;
  same: string;
  unreadable: string;
  progressOf: string;
  arrived: string;
  waits: string;
  ended: string;
  notSaved: string;
  notRemoved: string;
  bytes: string;
  kilobytes: string;
  megabytes: string;
  decimal: string;
  /** what is left, in seconds, and how one says it */
  left: { upTo: number; text: string }[];
};

export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)[^}]*\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Below a thousand; browsers know few of our languages, and would write a point where the portal writes a comma. */
export function numberText(count: number, decimal: string): string {
  return String(count).replace('.', decimal);
}

/** The same steps as the server's `fileSize`. */
export function sizeText(texts: UploadTexts, bytes: number): string {
  const counted = (text: string, count: number) => fill(text, { count: numberText(count, texts.decimal) });
  if (bytes < 1000) return counted(texts.bytes, bytes);
  if (bytes < 1_000_000) return counted(texts.kilobytes, Math.round(bytes / 1000));
  return counted(texts.megabytes, Math.round(bytes / 100_000) / 10);
}

export function percentText(share: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent' }).format(Math.floor(share * 100) / 100);
}

export function leftText(texts: UploadTexts, seconds: number): string {
  return stepFor(texts.left, seconds)?.text ?? '';
}

function language(): string {
  return document.documentElement.lang || 'en';
}

/** In what Russian was written before Unicode, the likeliest first. */
const ENCODINGS = ['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5', 'maccyrillic'];
const READ = 20_000;

/**
 * Whether single bytes are Cyrillic letters, also where most of the text is English: a Latin alphabet has letters beyond
 * ASCII here and there in a word, a Cyrillic one writes whole words of them.
 */
export function isCyrillic(bytes: Uint8Array): boolean {
  const words =
    Buffer.from(bytes.subarray(0, READ))
      .toString('latin1')
      .match(/[A-Za-z\x80-\xff]+/g) ?? [];
  const whole = words.filter(isOfHighBytes).length;
  const mixed = words.filter((word) => /[A-Za-z]/.test(word) && /[\x80-\xff]/.test(word)).length;
  return whole > mixed;
}

/** Letters, not a row of dashes or quotation marks: these stand lower or are always the same. */
function isOfHighBytes(word: string): boolean {
  return /^[\x80-\xff]{3,}$/.test(word) && new Set(word.match(/[\xc0-\xff]/g)).size > 1;
}

/** The encoding in which the bytes look most like Russian. */
export function cyrillicEncoding(bytes: Buffer, decode: (bytes: Buffer, encoding: string) => string): string {
  const sample = bytes.subarray(0, READ);
  const likeness = (encoding: string) => russianness(decode(sample, encoding));
  return ENCODINGS.reduce((best, one) => (likeness(one) > likeness(best) ? one : best));
}

/** By the letters that Russian uses most, against capitals inside words and signs that no text has. */
function russianness(text: string): number {
  const count = (signs: RegExp) => text.match(signs)?.length ?? 0;
  const letters = count(/[а-яёіїєґў]/giu) + 2 * count(/[оеаинтсрвлкмдпу]/giu);
  return letters - 4 * count(/\p{Ll}\p{Lu}/gu) - 4 * count(/[^\p{ASCII}а-яёіїєґў«»„“”‘’–—…№•§°\u00a0]/giu);
}

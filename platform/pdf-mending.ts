const OBJECT = /(?<![0-9])(\d{1,7})\s+(\d{1,5})\s+obj\b/g;
const OBJECTS_AT_MOST = 200_000;
const HEADER_WITHIN = 1024;
/** How much of an object is looked at for what it is. */
const DICTIONARY = 4096;

/**
 * A PDF whose tables or trailer lead nowhere, with new ones behind it that name every object that can be found, as
 * viewers other than PDFium make them: nothing of the file itself is changed. Null where no catalogue is to be found, or where
 * it is encrypted and so cannot be told.
 */
export function mendedPdf(bytes: Uint8Array): Buffer | null {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Readers count from the header, wherever it stands.
  const file = whole.subarray(Math.max(0, whole.subarray(0, HEADER_WITHIN).indexOf('%PDF')));
  const text = file.toString('latin1');
  if (text.includes('/Encrypt')) return null;
  const places = new Map<number, { at: number; generation: number }>();
  let root: number | null = null;
  let seen = 0;
  OBJECT.lastIndex = 0;
  for (let match = OBJECT.exec(text); match; match = OBJECT.exec(text)) {
    const number = Number(match[1]);
    seen += 1;
    if (number > OBJECTS_AT_MOST || seen > OBJECTS_AT_MOST) return null;
    places.set(number, { at: match.index, generation: Number(match[2]) });
    const body = text.slice(OBJECT.lastIndex, OBJECT.lastIndex + DICTIONARY).split(/\bendobj\b/, 1)[0] ?? '';
    if (/\/Type\s*\/Catalog\b/.test(body) && /\/Pages\s+\d/.test(body)) root = number;
  }
  return root === null ? null : Buffer.concat([file, Buffer.from(tablesFor(places, root, file.length), 'latin1')]);
}

function tablesFor(
  places: ReadonlyMap<number, { at: number; generation: number }>,
  root: number,
  length: number,
): string {
  const size = Math.max(...places.keys()) + 1;
  const lines = Array.from({ length: size }, (_, number) => {
    const place = number === 0 ? undefined : places.get(number);
    return place ? entry(place.at, place.generation, 'n') : entry(0, 65_535, 'f');
  });
  const generation = places.get(root)?.generation ?? 0;
  return `\nxref\n0 ${size}\n${lines.join('')}trailer\n<</Size ${size}/Root ${root} ${generation} R>>\nstartxref\n${length + 1}\n%%EOF\n`;
}

function entry(at: number, generation: number, use: 'n' | 'f'): string {
  return `${String(at).padStart(10, '0')} ${String(generation).padStart(5, '0')} ${use} \n`;
}

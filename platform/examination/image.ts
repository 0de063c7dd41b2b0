import exifr from 'exifr';
import { type Notes, Refused } from './verdict';

const PNG_HEAD = 24;
/** More than any camera makes, and 400 MB when unpacked. */
const MOST_PIXELS = 100_000_000;

/** A photograph of a page. Refuses: damaged, too_large_inside. */
export async function examineImage(kind: 'jpeg' | 'png' | 'heic', file: Buffer, notes: Notes): Promise<void> {
  const size = SIZES[kind](file);
  if (size && size.width * size.height > MOST_PIXELS) throw new Refused('too_large_inside');
  await examinePhoto(file, notes);
}

/** What a photograph says about where, when, with what and by whom it was taken; nothing where it cannot be read. */
export async function examinePhoto(file: Buffer, notes: Notes): Promise<void> {
  const said = await exifOf(file);
  if (!said) return;
  const { latitude, longitude } = said;
  if (typeof latitude === 'number' && typeof longitude === 'number' && Number.isFinite(latitude + longitude))
    notes.found('place', `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`);
  for (const name of [
    said.Artist,
    said.creator,
    said.XPAuthor,
    said.OwnerName,
    said.CameraOwnerName,
    said['By-line'],
    said.Author,
  ])
    for (const one of [name].flat()) notes.found('author', one);
  notes.found('camera', [said.Make, said.Model].filter((part) => typeof part === 'string').join(' '));
  notes.found('software', said.Software ?? said.CreatorTool);
  const taken = said.DateTimeOriginal ?? said.CreateDate;
  if (taken instanceof Date) notes.foundTime('created', taken);
  if (said.ModifyDate instanceof Date) notes.foundTime('changed', said.ModifyDate);
}

async function exifOf(file: Buffer): Promise<Record<string, unknown> | null> {
  try {
    const said: unknown = await exifr.parse(file, {
      tiff: true,
      exif: true,
      gps: true,
      xmp: true,
      iptc: true,
      ihdr: true,
      mergeOutput: true,
    });
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : null;
  } catch {
    // Photographs with broken metadata are shown by every viewer.
    return null;
  }
}

type Size = { width: number; height: number };

const SIZES: Record<'jpeg' | 'png' | 'heic', (file: Buffer) => Size | null> = {
  jpeg: jpegSize,
  png: pngSize,
  heic: heicSize,
};

function jpegSize(file: Buffer): Size {
  let at = 2;
  while (at + 9 < file.length) {
    if (file[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = file[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
    const hasLength = marker !== 0xff && marker !== 0x01 && !(marker >= 0xd0 && marker <= 0xd9);
    at += hasLength ? 2 + Math.max(2, file.readUInt16BE(at + 2)) : 1;
  }
  throw new Refused('damaged');
}

function pngSize(file: Buffer): Size {
  if (file.length < PNG_HEAD + 12 || file.toString('latin1', 12, 16) !== 'IHDR' || !file.includes('IDAT'))
    throw new Refused('damaged');
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

function heicSize(file: Buffer): Size | null {
  if (file.length < 32 || file.indexOf('meta') < 0 || file.indexOf('iloc') < 0) throw new Refused('damaged');
  const at = file.indexOf('ispe');
  return at > 0 && at + 16 <= file.length
    ? { width: file.readUInt32BE(at + 8), height: file.readUInt32BE(at + 12) }
    : null;
}

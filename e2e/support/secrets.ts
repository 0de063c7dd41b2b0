import { randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const LATIN = 'abcdefghijkmnopqrstuvwxyz';
const GEORGIAN = 'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ';

/** Words that stand nowhere else in the world, by what they were written into. */
export class Secrets {
  readonly #planted = new Map<string, string>();

  latin(place: string): string {
    return this.#plant(place, LATIN, 14);
  }

  georgian(place: string): string {
    return this.#plant(place, GEORGIAN, 12);
  }

  #plant(place: string, letters: string, length: number): string {
    const word = Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
    this.#planted.set(place, word);
    return word;
  }

  /** The places whose words can be read in the bytes, in any of the ways a program may have written them. */
  foundIn(bytes: Buffer | string): string[] {
    const searched = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
    const text = searched.toString('latin1').toLowerCase();
    return [...this.#planted]
      .filter(([, word]) => spellingsOf(word).some((spelling) => text.includes(spelling)))
      .map(([place]) => place);
  }
}

/** UTF-8 and UTF-16, and each of them as hex, base64 (whatever stands before it) and percent-encoded. */
function spellingsOf(word: string): string[] {
  const encodings = [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le'), Buffer.from(word, 'utf16le').swap16()];
  const escaped = Array.from(word, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return [
    ...encodings.flatMap((bytes) => [bytes.toString('latin1'), bytes.toString('hex'), ...base64Of(bytes)]),
    encodeURIComponent(word),
    escaped,
  ].map((spelling) => spelling.toLowerCase());
}

/** Only letters that do not depend on what surrounds the word. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return padded.slice(before === 0 ? 0 : before + 1, -2);
  });
}

export type FoundFile = { path: string; content: Buffer };

/** Every file below a folder; one that goes while it is looked for holds nothing. */
export async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(path).catch(() => Buffer.alloc(0)) })));
}

import { isPng, repaintImage } from './image';
import type { Note } from './types';

const PICTURES_AT_MOST = 20;
const BYTES_AT_MOST = 4_000_000;

/** Keeps count of the pictures inside a text, so that a document full of them stays readable. */
export type PictureShelf = {
  mayTake(bytes?: number): boolean;
  take(bytes: number): void;
  leaveOut(): void;
  notes(): Note[];
};

export function pictureShelf(): PictureShelf {
  let [count, size, isIncomplete] = [0, 0, false];
  return {
    mayTake: (bytes = 1) => count < PICTURES_AT_MOST && size + bytes <= BYTES_AT_MOST,
    take: (bytes) => {
      count += 1;
      size += bytes;
    },
    leaveOut: () => {
      isIncomplete = true;
    },
    notes: () => (isIncomplete ? ['pictures'] : []),
  };
}

/** The picture painted anew as part of the page, or an empty source, which is then left out, where we cannot paint it. */
export async function pictureElement(
  shelf: PictureShelf,
  bytes: Uint8Array,
): Promise<{ src: string; [name: string]: string }> {
  const repainted = shelf.mayTake() && isPicture(bytes) ? await repaintImage(bytes).catch(() => null) : null;
  if (!repainted || !shelf.mayTake(repainted.bytes.length)) {
    shelf.leaveOut();
    return { src: '' };
  }
  shelf.take(repainted.bytes.length);
  return {
    src: `data:${repainted.mediaType};base64,${Buffer.from(repainted.bytes).toString('base64')}`,
    width: String(repainted.width),
    height: String(repainted.height),
    alt: '',
  };
}

function isPicture(bytes: Uint8Array): boolean {
  return isPng(bytes) || (bytes[0] === 0xff && bytes[1] === 0xd8);
}

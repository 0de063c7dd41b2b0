import { Refused } from './verdict';

/** A text says nothing about its maker; it is only asked to be one. */
export function examinePlainText(file: Buffer): void {
  const isUtf16 =
    file.length >= 2 && ((file[0] === 0xff && file[1] === 0xfe) || (file[0] === 0xfe && file[1] === 0xff));
  const letters = file.some((byte) => byte > 0x20 && byte !== 0x7f && byte !== 0xfe && byte !== 0xff);
  if (!letters) throw new Refused('empty');
  // Every encoding but UTF-16 leaves NUL to programs and pictures; a few strays are old word processors' padding.
  const zeros = isUtf16 ? 0 : file.reduce((sum, byte) => (byte === 0 ? sum + 1 : sum), 0);
  if (zeros > file.length / 100) throw new Refused('not_what_it_says');
}

/** What nobody sees in a name and what turns it round: the portal leaves it out, too. Browsers of 2019 know no \p. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/g;

/** As many characters as the portal keeps. */
const LONGEST = 200;

/** A file's name as the portal keeps and shows it. */
export function cleanName(name: string): string {
  const visible = name.normalize('NFC').replace(UNSEEN, '').trim();
  const characters = Array.from(visible);
  if (characters.length <= LONGEST) return visible;
  const extension = /\.[^.]{1,10}$/.exec(visible)?.[0] ?? '';
  return characters.slice(0, LONGEST - extension.length).join('') + extension;
}

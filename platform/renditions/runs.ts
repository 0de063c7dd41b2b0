import { escapeHtml, linkText } from './safe-html';

/** How a stretch of text is set; everything else about it is left out. */
export type Manner = { bold: boolean; italic: boolean; underlined: boolean; raised: -1 | 0 | 1 };
export type Run = Manner & { text: string };

export const PLAIN: Manner = { bold: false, italic: false, underlined: false, raised: 0 };

const TAGS: readonly (readonly [tag: string, applies: (manner: Manner) => boolean])[] = [
  ['strong', ({ bold }) => bold],
  ['em', ({ italic }) => italic],
  ['u', ({ underlined }) => underlined],
  ['sup', ({ raised }) => raised > 0],
  ['sub', ({ raised }) => raised < 0],
];

/** A paragraph's runs as HTML; neighbours of one manner share their tags. */
export function runsHtml(runs: readonly Run[]): string {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last && isSame(last, run)) merged[merged.length - 1] = { ...last, text: last.text + run.text };
    else if (run.text !== '') merged.push(run);
  }
  return merged.map(runHtml).join('');
}

function runHtml(run: Run): string {
  const text = escapeHtml(run.text).replaceAll('\n', '<br>');
  if (run.text.trim() === '') return text;
  return TAGS.filter(([, applies]) => applies(run)).reduce((inner, [tag]) => `<${tag}>${inner}</${tag}>`, text);
}

function isSame(one: Manner, other: Manner): boolean {
  return (
    one.bold === other.bold &&
    one.italic === other.italic &&
    one.underlined === other.underlined &&
    one.raised === other.raised
  );
}

/** What has to follow a link's words, so that its address can be read. */
export function addressAfter(words: string, address: string): string {
  return linkText(words, address).slice(words.length);
}

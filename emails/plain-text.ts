/** No line of a mail is longer, except an address that would break. */
export const LINE_WIDTH = 62;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Fills paragraphs into lines of at most `LINE_WIDTH`; line breaks of the text are kept. */
export function wrap(
  text: string,
  { indent = '', width = LINE_WIDTH }: { indent?: string; width?: number } = {},
): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, indent, width - indent.length))
    .join('\n');
}

/** Two columns: labels as wide as the longest, values broken under themselves. */
export function facts(rows: readonly (readonly [label: string, value: string])[]): string {
  const column = Math.max(...rows.map(([label]) => lengthOf(label))) + 2;
  return rows
    .map(([label, value]) => {
      const [first = '', ...more] = wrap(value, { width: LINE_WIDTH - column }).split('\n');
      const gap = ' '.repeat(column - lengthOf(label));
      return [label + gap + first, ...more.map((line) => ' '.repeat(column) + line)].join('\n');
    })
    .join('\n');
}

/** A name set as the head of a plain mail; scripts whose capitals few fonts know are left as they are. */
export function headLine(name: string): string {
  return /^[\p{sc=Latin}\p{sc=Cyrillic}\P{L}]*$/u.test(name) ? name.toLocaleUpperCase() : name;
}

/** Blocks of a mail, an empty line between them; empty blocks vanish. */
export function blocks(...parts: readonly (string | null)[]): string {
  return `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`;
}

/** What stands small at the end, below the signature line that mail programs know (RFC 3676, 4.3). */
export function foot(...lines: readonly (string | null)[]): string {
  const kept = lines.filter((line) => line !== null);
  return ['-- ', ...kept.map((line) => wrap(line))].join('\n');
}

function wrapLine(line: string, indent: string, width: number): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').filter((part) => part !== '')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && lengthOf(longer) > width) {
      lines.push(indent + current);
      current = word;
    } else {
      current = longer;
    }
  }
  return [...lines, current === '' ? '' : indent + current].join('\n');
}

function lengthOf(text: string): number {
  return Array.from(graphemes.segment(text)).length;
}

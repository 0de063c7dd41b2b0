export type Table = {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  notes?: string[];
};

/** A table that reads well in a terminal and is Markdown at the same time. */
export function tableText({ columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map(width)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((wide, index) => padded(cells[index] ?? '', wide, index === 0)).join(' | ')} |`;
  const rule = widths.map((wide, index) => (index === 0 ? '-'.repeat(wide) : `${'-'.repeat(Math.max(1, wide - 1))}:`));
  return [line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function padded(cell: string, wide: number, isFirst: boolean): string {
  const space = ' '.repeat(Math.max(0, wide - width(cell)));
  return isFirst ? cell + space : space + cell;
}

function width(text: string): number {
  return Array.from(text).length;
}

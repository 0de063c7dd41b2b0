import { type Run, runsHtml } from '../runs';

type Paragraph = { runs: Run[]; level: number | null; list: 'ul' | 'ol' | null };
type Block = { kind: 'paragraph'; paragraph: Paragraph } | { kind: 'row'; cells: string[] };

const SECTION_ENDS = new Set(['par', 'page', 'sect', 'column']);

/** What has been read, paragraph by paragraph; tables row by row, notes apart. */
export class Pages {
  private readonly blocks: Block[] = [];
  private readonly notes: string[] = [];
  private readonly styles = new Map<number, number>();
  private readonly waiting: Run[][] = [];
  private runs: Run[] = [];
  private cells: string[] = [];
  private cell: string[] = [];
  private level: number | null = null;
  private list: 'ul' | 'ol' | null = null;
  private isInTable = false;
  private styleNow = 0;

  get length(): number {
    return this.runs.length;
  }

  textSince(from: number): string {
    return this.runs
      .slice(from)
      .map((run) => run.text)
      .join('');
  }

  write(run: Run): void {
    this.runs.push(run);
  }

  listMark(text: string): void {
    if (text.trim() !== '') this.list = /[\p{N}\p{L}]/u.test(text) ? 'ol' : 'ul';
  }

  defineStyle(word: 's' | 'outlinelevel', number: number): void {
    if (word === 's') this.styleNow = number;
    else this.styles.set(this.styleNow, number);
  }

  control(word: string, number: number | null): void {
    if (SECTION_ENDS.has(word)) this.endParagraph();
    else if (word === 'pard') this.forgetShape();
    else if (word === 's') this.level = this.styles.get(number ?? 0) ?? null;
    else if (word === 'outlinelevel') this.level = number;
    else if (word === 'intbl') this.isInTable = true;
    else if (word === 'cell' || word === 'nestcell') this.endCell();
    else if (word === 'row' || word === 'nestrow') this.endRow();
  }

  beginNote(): void {
    const number = this.notes.length + this.waiting.length + 1;
    this.runs.push({ text: `[${number}]`, bold: false, italic: false, underlined: false, raised: 1 });
    this.waiting.push(this.runs);
    this.runs = [];
  }

  endNote(): void {
    const note = runsHtml(this.runs).trim();
    this.runs = this.waiting.pop() ?? [];
    this.notes.push(note);
  }

  end(): void {
    this.endParagraph();
    if (this.cell.length > 0) this.endCell();
    if (this.cells.length > 0) this.endRow();
  }

  html(): string {
    const parts: string[] = [];
    for (const [kind, those] of groupsOf(this.blocks)) {
      if (kind === 'row') parts.push(`<table><tbody>${those.map(blockHtml).join('')}</tbody></table>`);
      else if (kind === 'paragraph') parts.push(...those.map(blockHtml));
      else parts.push(`<${kind}>${those.map(blockHtml).join('')}</${kind}>`);
    }
    if (this.notes.length > 0) parts.push(`<hr><ol>${this.notes.map((note) => `<li>${note}</li>`).join('')}</ol>`);
    return parts.join('\n');
  }

  private endParagraph(): void {
    const paragraph = { runs: this.runs, level: this.level, list: this.list };
    this.runs = [];
    // Inside a note a paragraph's end is a line's end: its text goes on in one item.
    if (this.waiting.length > 0) {
      this.runs = [...paragraph.runs, { text: '\n', bold: false, italic: false, underlined: false, raised: 0 }];
      return;
    }
    this.list = null;
    if (paragraph.runs.every((run) => run.text.trim() === '')) return;
    if (this.isInTable) this.cell.push(runsHtml(paragraph.runs));
    else this.blocks.push({ kind: 'paragraph', paragraph });
  }

  private endCell(): void {
    if (this.runs.length > 0) this.cell.push(runsHtml(this.runs));
    this.runs = [];
    this.cells.push(this.cell.join('<br>'));
    this.cell = [];
    this.list = null;
  }

  private endRow(): void {
    if (this.cells.length > 0) this.blocks.push({ kind: 'row', cells: this.cells });
    this.cells = [];
  }

  private forgetShape(): void {
    this.level = null;
    this.list = null;
    this.isInTable = false;
  }
}

type GroupKind = 'row' | 'paragraph' | 'ul' | 'ol';

function groupsOf(blocks: readonly Block[]): [GroupKind, Block[]][] {
  const groups: [GroupKind, Block[]][] = [];
  for (const block of blocks) {
    const kind = block.kind === 'row' ? 'row' : (block.paragraph.list ?? 'paragraph');
    const last = groups.at(-1);
    if (last?.[0] === kind) last[1].push(block);
    else groups.push([kind, [block]]);
  }
  return groups;
}

function blockHtml(block: Block): string {
  if (block.kind === 'row') return `<tr>${block.cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  const { runs, level, list } = block.paragraph;
  const inner = runsHtml(runs);
  if (list) return `<li>${inner}</li>`;
  const tag = level !== null && level >= 0 && level < 9 ? `h${Math.min(level + 1, 4)}` : 'p';
  return `<${tag}>${inner}</${tag}>`;
}

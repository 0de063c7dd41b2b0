import { escapeHtml } from './safe-html';

/** Lines as they come from a page or a plain text, put together into paragraphs: a line broken for its width goes on. */
export function paragraphsOf(text: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const full = fullLineOf(lines);
  const paragraphs: string[] = [];
  let open = '';
  const close = () => {
    if (open.trim() !== '') paragraphs.push(open.trim());
    open = '';
  };
  for (const line of lines) {
    if (line.trim() === '') {
      close();
      continue;
    }
    open = joined(open, line);
    if (endsParagraph(line, full)) close();
  }
  close();
  return paragraphs;
}

export function paragraphsHtml(paragraphs: readonly string[]): string {
  return paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`).join('\n');
}

/** The length that most lines come near to; lines much shorter end a paragraph. */
function fullLineOf(lines: readonly string[]): number {
  const lengths = lines
    .map((line) => line.trimEnd().length)
    .filter((length) => length > 0)
    .sort((one, other) => one - other);
  return lengths[Math.floor(lengths.length * 0.9)] ?? 0;
}

function endsParagraph(line: string, full: number): boolean {
  const length = line.trimEnd().length;
  if (full < 40) return true;
  if (/[.!?:;…»”"'։՞]\s*$/u.test(line)) return length < full * 0.9;
  return length < full * 0.6;
}

/** PDFium marks a word that a line's end has cut with U+FFFE or U+0002, texts with a soft hyphen. */
function joined(open: string, line: string): string {
  if (open === '') return line;
  if (/[\u0002\u00ad\ufffe]$/.test(open)) return open.slice(0, -1) + line.trimStart();
  return `${open.trimEnd()} ${line.trimStart()}`;
}

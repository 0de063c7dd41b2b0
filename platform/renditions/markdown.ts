import { escapeHtml, linkText } from './safe-html';

/** The part of Markdown that people write in texts: headings, lists, quotations, emphasis, links. HTML in it is text. */
export function markdownHtml(text: string): string {
  return blocksOf(text.replace(/\r\n?/g, '\n')).map(blockHtml).join('\n');
}

function blocksOf(text: string): string[][] {
  return text
    .split(/\n[ \t]*\n/)
    .flatMap((block) => splitAtHeadings(block.split('\n')))
    .map((lines) => lines.filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0);
}

function splitAtHeadings(lines: readonly string[]): string[][] {
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (HEADING.test(line)) blocks.push([line], []);
    else blocks.at(-1)?.push(line);
  }
  return blocks;
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d{1,4}[.)]\s+/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;

function blockHtml(lines: string[]): string {
  const [first = ''] = lines;
  const heading = HEADING.exec(first);
  if (heading) {
    const level = Math.min(heading[1]?.length ?? 1, 4);
    return `<h${level}>${inlineHtml(heading[2] ?? '')}</h${level}>`;
  }
  if (lines.length === 1 && RULE.test(first)) return '<hr>';
  if (lines.every((line) => line.trimStart().startsWith('>')))
    return `<blockquote>${blocksOf(lines.map((line) => line.replace(/^\s*>\s?/, '')).join('\n'))
      .map(blockHtml)
      .join('')}</blockquote>`;
  if (BULLET.test(first)) return listHtml('ul', BULLET, lines);
  if (NUMBER.test(first)) return listHtml('ol', NUMBER, lines);
  return `<p>${lines.map((line) => inlineHtml(line.trim()) + (/ {2}$/.test(line) ? '<br>' : '')).join(' ')}</p>`;
}

function listHtml(tag: 'ul' | 'ol', mark: RegExp, lines: readonly string[]): string {
  const items: string[] = [];
  for (const line of lines) {
    if (mark.test(line) || items.length === 0) items.push(line.replace(mark, ''));
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  return `<${tag}>${items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</${tag}>`;
}

function inlineHtml(text: string): string {
  const linked = text
    .replace(/!\[([^\]]{0,500})\]\([^)\s]{0,2000}\)/g, '$1')
    .replace(/\[([^\]]{1,500})\]\(([^)\s]{0,2000})\)/g, (_, words: string, address: string) =>
      linkText(words, address),
    );
  return escapeHtml(linked)
    .replace(/(\*\*|__)(?=\S)([^*_]{1,2000}?\S|\S)\1/g, '<strong>$2</strong>')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)([^*_]{1,2000}?\S|\S)\1(?![\p{L}\p{N}])/gu, '<em>$2</em>')
    .replace(/`([^`]{1,2000})`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!>-])/g, '$1');
}

import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { PictureShelf } from '../inner-pictures';
import { addressAfter, type Manner, PLAIN, type Run, runsHtml } from '../runs';
import type { Styles } from './styles';

type Sources = { styles: Styles; pictures: ReadonlyMap<string, string>; shelf: PictureShelf };

/** Told beside the text: what was deleted, comments, forms, alternative texts. */
const LEFT_OUT = new Set([
  'text:tracked-changes',
  'office:annotation',
  'office:forms',
  'text:sequence-decls',
  'text:variable-decls',
  'text:note-citation',
  'svg:title',
  'svg:desc',
  'office:automatic-styles',
  'office:font-face-decls',
  'office:scripts',
]);

const WRAPPED: Readonly<Record<string, string>> = {
  'text:list-item': 'li',
  'text:list-header': 'li',
  'table:table-row': 'tr',
};

/** content.xml as HTML, not safe yet. What stands behind a fault in the XML is lost, what stands before is kept. */
export function readContent(xml: string, sources: Sources): string {
  const page = new Page(sources);
  const parser = new SaxesParser();
  let isBroken = false;
  parser.on('error', () => {
    isBroken = true;
  });
  parser.on('opentag', (tag) => !isBroken && page.open(tag));
  parser.on('closetag', (tag) => !isBroken && page.close(tag));
  parser.on('text', (text) => !isBroken && page.text(text));
  parser.on('cdata', (text) => !isBroken && page.text(text));
  parser.write(xml).close();
  return page.html();
}

type Frame = { out: string[]; runs: Run[] };

class Page {
  private frame: Frame = { out: [], runs: [] };
  private readonly frames: Frame[] = [];
  private readonly manners: Manner[] = [PLAIN];
  private readonly links: { from: number; address: string }[] = [];
  private readonly notes: string[] = [];
  private readonly lists: ('ul' | 'ol')[] = [];
  private leftOut = 0;
  private paragraphs = 0;

  constructor(private readonly sources: Sources) {}

  html(): string {
    const notes =
      this.notes.length > 0 ? [`<hr><ol>${this.notes.map((note) => `<li>${note}</li>`).join('')}</ol>`] : [];
    return [...this.frame.out, ...notes].join('\n');
  }

  text(text: string): void {
    if (this.leftOut === 0 && this.paragraphs > 0) this.write(text.replace(/\s+/g, ' '));
  }

  open({ name, attributes }: SaxesTagPlain): void {
    if (this.leftOut > 0 || LEFT_OUT.has(name)) {
      this.leftOut += 1;
      return;
    }
    const style = attributes['text:style-name'];
    switch (name) {
      case 'text:p':
      case 'text:h':
      case 'text:span':
        if (name !== 'text:span') this.paragraphs += 1;
        this.manners.push({ ...this.manner, ...this.sources.styles.mannerOf(style) });
        break;
      case 'text:s':
        this.write(' '.repeat(Math.min(Number(attributes['text:c'] ?? 1) || 1, 100)));
        break;
      case 'text:tab':
        this.write('\t');
        break;
      case 'text:line-break':
        this.write('\n');
        break;
      case 'text:a':
        this.links.push({ from: this.frame.runs.length, address: attributes['xlink:href'] ?? '' });
        break;
      case 'text:list':
        this.beginList(style);
        break;
      case 'table:table':
        this.put('<table><tbody>');
        break;
      case 'table:table-cell':
        this.put(`<td${spansOf(attributes)}>`);
        break;
      case 'draw:image':
        this.picture(attributes['xlink:href'] ?? '');
        break;
      case 'text:note':
      case 'draw:text-box':
        this.beginFrame();
        break;
      default:
        if (WRAPPED[name]) this.put(`<${WRAPPED[name]}>`);
    }
  }

  close({ name, attributes }: SaxesTagPlain): void {
    if (this.leftOut > 0) {
      this.leftOut -= 1;
      return;
    }
    switch (name) {
      case 'text:p':
      case 'text:h':
        this.manners.pop();
        this.paragraphs -= 1;
        this.endParagraph(name, attributes);
        break;
      case 'text:span':
        this.manners.pop();
        break;
      case 'text:a':
        this.endLink();
        break;
      case 'text:list':
        this.put(`</${this.lists.pop() ?? 'ul'}>`);
        break;
      case 'table:table':
        this.put('</tbody></table>');
        break;
      case 'table:table-cell':
        this.put('</td>');
        break;
      case 'text:note':
        this.endNote();
        break;
      case 'draw:text-box':
        this.endTextBox();
        break;
      default:
        if (WRAPPED[name]) this.put(`</${WRAPPED[name]}>`);
    }
  }

  private get manner(): Manner {
    return this.manners.at(-1) ?? PLAIN;
  }

  private write(text: string): void {
    this.frame.runs.push({ ...this.manner, text });
  }

  private put(html: string): void {
    this.frame.out.push(html);
  }

  private beginList(style: string | undefined): void {
    const outer = this.lists.at(-1);
    const own = this.sources.styles.isNumbered(style) ? 'ol' : 'ul';
    const list = style === undefined ? (outer ?? 'ul') : own;
    this.lists.push(list);
    this.put(`<${list}>`);
  }

  private endParagraph(name: string, attributes: Record<string, string>): void {
    const inner = runsHtml(this.frame.runs.splice(0)).trim();
    if (inner === '') return;
    const level = Math.min(Math.max(Number(attributes['text:outline-level'] ?? 1) || 1, 1), 4);
    const isTitle = this.sources.styles.isTitle(attributes['text:style-name']);
    let tag = isTitle ? 'h1' : 'p';
    if (name === 'text:h') tag = `h${level}`;
    this.put(`<${tag}>${inner}</${tag}>`);
  }

  private endLink(): void {
    const link = this.links.pop();
    if (!link) return;
    const words = this.frame.runs
      .slice(link.from)
      .map((run) => run.text)
      .join('');
    this.write(addressAfter(words, link.address));
  }

  private beginFrame(): void {
    this.frames.push(this.frame);
    this.frame = { out: [], runs: [] };
  }

  private endFrame(): string {
    const { out, runs } = this.frame;
    this.frame = this.frames.pop() ?? { out: [], runs: [] };
    return [...out, runsHtml(runs)].join('');
  }

  private endNote(): void {
    this.notes.push(this.endFrame());
    this.frame.runs.push({ ...PLAIN, raised: 1, text: `[${this.notes.length}]` });
  }

  /** A box stands inside a paragraph, but holds paragraphs: they are put before it. */
  private endTextBox(): void {
    this.put(this.endFrame());
  }

  private picture(address: string): void {
    const element = this.sources.pictures.get(address.replace(/^\.\//, ''));
    if (element) this.put(`<figure>${element}</figure>`);
    else this.sources.shelf.leaveOut();
  }
}

function spansOf(attributes: Record<string, string>): string {
  const columns = Number(attributes['table:number-columns-spanned'] ?? 1);
  const rows = Number(attributes['table:number-rows-spanned'] ?? 1);
  return `${columns > 1 ? ` colspan="${columns}"` : ''}${rows > 1 ? ` rowspan="${rows}"` : ''}`;
}

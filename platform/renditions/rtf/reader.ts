import { addressAfter, type Manner, PLAIN, type Run } from '../runs';
import { type CodePage, codePageOfCharset, decodeBytes, NAMED_SIGNS, SIGNS } from './charsets';
import { Pages } from './pages';
import { type Token, tokensOf } from './tokens';

/** Where text of a group goes: onto the page, into a table of the file's own, or nowhere. */
type Goal = 'page' | 'fonts' | 'styles' | 'mark' | 'instruction' | 'away';

type State = Manner & {
  goal: Goal;
  isHidden: boolean;
  font: CodePage;
  /** bytes that stand for a Unicode sign where a reader knows none */
  fallback: number;
};

const GOALS: Readonly<Record<string, Goal>> = {
  fonttbl: 'fonts',
  stylesheet: 'styles',
  listtext: 'mark',
  pntext: 'mark',
};

const AWAY = new Set(
  `colortbl info pict object objdata header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc aftnsep
  aftnsepc listtable listoverridetable rsidtbl generator themedata colorschememapping datastore latentstyles pgdsctbl
  nonshppict xe tc annotation atnid atnauthor atnref atntime atndate atnicn bkmkstart bkmkend filetbl revtbl mmathPr
  xmlnstbl template private userprops password passwordhash stylerestrictions falt panose fname`.split(/\s+/),
);
/** Groups marked as unknown to older readers (`\*`) which we know. */
const KNOWN_EXTENSIONS = new Set(['fldinst', 'shpinst', 'shptxt', 'footnote', 'listtext']);

const START: State = { ...PLAIN, goal: 'page', isHidden: false, font: null, fallback: 1 };

/** Reads an RTF file into pages of text: what is hidden, deleted, drawn or told about it is left out. */
export class RtfReader {
  readonly pages = new Pages();
  statedPages: number | null = null;

  private state: State = START;
  private readonly states: State[] = [];
  private readonly fonts = new Map<number, CodePage>();
  private readonly links: { depth: number; from: number; instruction: string }[] = [];
  private readonly notes: { depth: number }[] = [];
  private codePage = 1252;
  private pending: number[] = [];
  private toSkip = 0;
  private isExtension = false;
  private fontNow = -1;

  read(bytes: Uint8Array): this {
    for (const token of tokensOf(bytes)) this.take(token);
    this.flush();
    while (this.states.length > 0) this.close();
    this.pages.end();
    return this;
  }

  private take(token: Token): void {
    if (token.kind === 'byte') {
      if (this.toSkip > 0) this.toSkip -= 1;
      else this.pending.push(token.byte);
      return;
    }
    this.flush();
    if (token.kind !== 'word' || token.word !== 'u') this.toSkip = 0;
    if (token.kind === 'open') this.states.push(this.state);
    if (token.kind === 'close') this.close();
    if (token.kind === 'symbol') this.symbol(token.symbol);
    if (token.kind === 'word') this.word(token.word, token.number);
  }

  private symbol(symbol: string): void {
    if (symbol === '*') this.isExtension = true;
    else if (symbol === '\n' || symbol === '\r') this.control('par', null);
    else this.write(SIGNS[symbol] ?? '');
  }

  private word(word: string, number: number | null): void {
    const isExtension = this.isExtension;
    this.isExtension = false;
    if (this.state.goal === 'away') {
      if (word === 'nofpages') this.statedPages = number;
      return;
    }
    if (isExtension && !KNOWN_EXTENSIONS.has(word)) this.change({ goal: 'away' });
    else if (AWAY.has(word)) this.change({ goal: 'away' });
    else this.control(word, number);
  }

  private control(word: string, number: number | null): void {
    const sign = NAMED_SIGNS[word];
    const goal = GOALS[word];
    if (sign) this.write(sign);
    else if (goal) this.change({ goal });
    else this.setting(word, number, number !== 0);
  }

  private setting(word: string, number: number | null, isOn: boolean): void {
    switch (word) {
      case 'ansicpg':
        this.codePage = number || 1252;
        break;
      case 'mac':
        this.codePage = 10000;
        break;
      case 'uc':
        this.change({ fallback: Math.max(0, number ?? 1) });
        break;
      case 'u':
        this.unicode(number ?? 0x3f);
        break;
      case 'f':
        this.font(number ?? 0);
        break;
      case 'fcharset':
        if (this.state.goal === 'fonts') this.nameFont(codePageOfCharset(number ?? 0));
        break;
      case 'cpg':
        if (this.state.goal === 'fonts' && number) this.nameFont(number);
        break;
      case 'plain':
        this.change({ ...PLAIN, isHidden: false, font: null });
        break;
      case 'b':
        this.change({ bold: isOn });
        break;
      case 'i':
        this.change({ italic: isOn });
        break;
      case 'ul':
        this.change({ underlined: isOn });
        break;
      case 'ulnone':
        this.change({ underlined: false });
        break;
      case 'super':
      case 'sub':
        this.change({ raised: raisedBy(word, isOn) });
        break;
      case 'nosupersub':
        this.change({ raised: 0 });
        break;
      case 'v':
      case 'deleted':
        this.change({ isHidden: isOn });
        break;
      case 'fldinst':
        this.links.push({ depth: this.states.length, from: -1, instruction: '' });
        this.change({ goal: 'instruction' });
        break;
      case 'fldrslt':
        this.beginLink();
        break;
      case 'footnote':
        this.notes.push({ depth: this.states.length });
        this.pages.beginNote();
        break;
      default:
        this.layout(word, number);
    }
  }

  /** Control words that shape paragraphs and tables. */
  private layout(word: string, number: number | null): void {
    if (this.state.goal === 'styles') {
      if (word === 's' || word === 'outlinelevel') this.pages.defineStyle(word, number ?? 0);
      return;
    }
    if (this.state.goal === 'page') this.pages.control(word, number);
  }

  private close(): void {
    const depth = this.states.length;
    const link = this.links.at(-1);
    if (link && link.from >= 0 && link.depth === depth) this.endLink();
    if (this.notes.at(-1)?.depth === depth) {
      this.notes.pop();
      this.pages.endNote();
    }
    this.state = this.states.pop() ?? START;
    this.isExtension = false;
  }

  private beginLink(): void {
    const link = this.links.at(-1);
    if (!link) return;
    link.depth = this.states.length;
    link.from = this.pages.length;
  }

  private endLink(): void {
    const link = this.links.pop();
    const address = /HYPERLINK\s+"?([^"\s]+)/i.exec(link?.instruction ?? '')?.[1];
    if (!link || !address) return;
    this.write(addressAfter(this.pages.textSince(link.from), address));
  }

  private change(changes: Partial<State>): void {
    this.state = { ...this.state, ...changes };
  }

  private font(number: number): void {
    if (this.state.goal === 'fonts') this.fontNow = number;
    else this.change({ font: this.fonts.get(number) ?? null });
  }

  private nameFont(codePage: CodePage): void {
    if (codePage !== null || !this.fonts.has(this.fontNow)) this.fonts.set(this.fontNow, codePage);
  }

  private unicode(number: number): void {
    const code = number < 0 ? number + 0x10000 : number;
    this.write(code <= 0xffff ? String.fromCharCode(code) : '');
    this.toSkip = this.state.fallback;
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    const bytes = this.pending.splice(0);
    this.write(decodeBytes(bytes, this.state.font ?? this.codePage));
  }

  private write(text: string): void {
    if (text === '') return;
    const { goal, isHidden, bold, italic, underlined, raised } = this.state;
    const link = this.links.at(-1);
    if (goal === 'instruction' && link) link.instruction += text;
    if (isHidden) return;
    if (goal === 'mark') this.pages.listMark(text);
    if (goal === 'page') this.pages.write({ text, bold, italic, underlined, raised } satisfies Run);
  }
}

function raisedBy(word: 'super' | 'sub', isOn: boolean): Manner['raised'] {
  if (!isOn) return 0;
  return word === 'super' ? 1 : -1;
}

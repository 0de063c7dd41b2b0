import type { FileCheck } from './checks';
import { cleanName } from './names';
import { fill, leftText, percentText, sizeText, type UploadTexts } from './texts';

const ANNOUNCED = [0.25, 0.5, 0.75];

export type SlotButtons = {
  pause(): void;
  goOn(): void;
  tryNow(): void;
  stop(): void;
  replace(): void;
  remove(): void;
};
type Act = keyof SlotButtons;
type PartOfFile = { name: string; received: number; size: number };

/** What a slot shows of its upload, in the place of the picker. */
export class SlotView {
  readonly #state: HTMLElement;
  readonly #body: HTMLElement;
  readonly #picker: HTMLElement;
  readonly #name: string;
  readonly #box: HTMLElement;
  readonly #stateBefore: { state: string; mark: string; word: string };
  #announced = 0;
  /** why nothing travels, as it was last said aloud */
  #interruption = '';

  constructor(
    readonly root: HTMLElement,
    template: HTMLTemplateElement,
    private readonly texts: UploadTexts,
    private readonly buttons: SlotButtons,
  ) {
    this.#state = part(root, '.slot__state');
    this.#body = part(root, '.slot__body');
    this.#picker = part(root, '.pick');
    this.#name = root.dataset.title ?? root.querySelector('h3')?.textContent ?? '';
    this.#box = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    this.#stateBefore = {
      state: root.dataset.state === 'paused' ? 'empty' : (root.dataset.state ?? 'empty'),
      mark: root.dataset.state === 'paused' ? 'turn' : (this.#state.dataset.m ?? 'turn'),
      word: root.dataset.state === 'paused' ? texts.missing : (this.#state.textContent ?? ''),
    };
    for (const [act, text] of texts.acts) part(this.#box, '.acts').append(this.#button(act as Act, text));
  }

  going(file: { name: string; size: number }): void {
    this.#keepingFocus(() => {
      this.#show(file.name, ['pause', 'stop']);
      this.#mark('going', 'part', this.texts.going);
      this.#say(null);
      this.#hidePicker(true);
    });
    if (this.#interruption !== '') this.#announceOwn(this.texts.going);
    this.#interruption = '';
  }

  progress(sent: number, size: number, secondsLeft: number | null): void {
    const left = secondsLeft === null || sent === size ? '' : leftText(this.texts, secondsLeft);
    this.#measure(sent, size, left, this.texts.sentOf);
    const step = ANNOUNCED.filter((share) => sent / size >= share).length;
    if (step > this.#announced && sent < size) this.#announce(this.#progressText(sent / size));
    this.#announced = step;
  }

  lost(name: string, received: { bytes: number; size: number }, sentence: string | null): void {
    this.#keepingFocus(() => this.#show(name, ['tryNow', 'stop']));
    this.#mark('paused', 'wait', this.texts.paused);
    this.#measure(received.bytes, received.size, '', this.texts.hereOf);
    this.#interrupt(sentence ?? this.texts.lost);
  }

  paused(name: string, received: { bytes: number; size: number }): void {
    this.#keepingFocus(() => this.#show(name, ['goOn', 'stop']));
    this.#mark('paused', 'wait', this.texts.paused);
    this.#measure(received.bytes, received.size, '', this.texts.hereOf);
    this.#interrupt(this.texts.byYou);
  }

  /** A part is here, and the browser no longer has the file. */
  partly({ name, received, size }: PartOfFile): void {
    this.#keepingFocus(() => {
      this.#show(name, ['stop']);
      this.#mark('paused', 'wait', this.texts.paused);
      this.#measure(received, size, '', this.texts.hereOf);
      this.#say(this.texts.same);
      this.#hidePicker(false);
    });
  }

  /** The browser has lost the file while it was being sent. */
  unreadable(file: PartOfFile): void {
    this.partly(file);
    this.#interrupt(this.texts.unreadable);
  }

  arrived(file: { name: string; size: number }): void {
    this.here(file);
    this.#announce(fill(this.texts.arrived, { document: this.#name }));
  }

  /** A file that came earlier stands in the slot again. */
  here({ name, size }: { name: string; size: number }): void {
    this.#keepingFocus(() => {
      this.#forgetEarlier();
      this.#show(name, ['replace', 'remove']);
      this.#mark('checking', 'part', this.texts.checking);
      part(this.#box, '[data-check]').textContent = '';
      this.#meta(sizeText(this.texts, size));
      this.#say(null);
      this.#hidePicker(true);
    });
    this.#interruption = '';
    this.root.dataset.here = '';
    this.#tellForm();
  }

  /** It was to be taken out, and the portal could not be told. */
  stays(file: { name: string; size: number }): void {
    this.here(file);
    this.#interrupt(this.texts.notRemoved);
  }

  /** How far the check of the file that is here has come. The portal's own HTML, made for this place. */
  checked({ state, mark, word, say, html }: FileCheck): void {
    const place = this.root.querySelector('[data-check]');
    if (!place || (this.root.dataset.state === state && place.childElementCount > 0)) return;
    place.innerHTML = html;
    this.#mark(state, mark, word);
    if (say) this.#announce(say);
    if (state === 'refused') this.root.dataset.gone = '';
    if (state === 'refused') delete this.root.dataset.here;
    this.#tellForm();
  }

  /** As if no file had been chosen. */
  empty(): void {
    this.#interruption = '';
    this.#forgetPart();
    const wasHere = 'here' in this.root.dataset;
    const { state, mark, word } = wasHere
      ? { state: 'empty', mark: 'turn', word: this.texts.missing }
      : this.#stateBefore;
    this.#mark(state, mark, word);
    this.#keepingFocus(() => {
      this.#box.remove();
      this.#hidePicker(false);
    });
    if (wasHere) this.root.dataset.gone = '';
    delete this.root.dataset.here;
    this.#tellForm();
  }

  /** What is needed is counted anew (needed.ts). */
  #tellForm(): void {
    this.root.closest('form')?.dispatchEvent(new Event('change'));
  }

  #button(act: Act, text: string): HTMLElement {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', className: 'word', hidden: true });
    button.dataset.act = act;
    button.append(text, hidden(`: ${this.#name}`));
    button.addEventListener('click', () => this.buttons[act]());
    return button;
  }

  #show(name: string, acts: Act[]): void {
    part(this.#box, '.file bdi').textContent = cleanName(name);
    for (const button of this.#box.querySelectorAll<HTMLElement>('[data-act]'))
      button.hidden = !acts.includes(button.dataset.act as Act);
    for (const element of this.#parts('progress, .go__say')) element.hidden = acts.includes('replace');
    part(this.#box, '.file__meta').hidden = true;
    this.#forgetPart();
    if (!this.#box.isConnected) this.#body.prepend(this.#box);
  }

  #mark(state: string, mark: string, word: string): void {
    this.root.dataset.state = state;
    this.#state.dataset.m = mark;
    this.#state.textContent = word;
  }

  #measure(sent: number, size: number, left: string, of: string): void {
    const share = size > 0 ? sent / size : 0;
    const bar = part(this.#box, 'progress') as HTMLProgressElement;
    bar.value = share * 100;
    bar.setAttribute('aria-label', this.#progressText(share));
    const [bytes, rate] = this.#parts('.go__say .num');
    if (bytes) bytes.textContent = fill(of, { sent: sizeText(this.texts, sent), size: sizeText(this.texts, size) });
    if (rate) rate.textContent = [percentText(share), left].filter(Boolean).join(', ');
  }

  #meta(text: string): void {
    const meta = part(this.#box, '.file__meta');
    meta.textContent = text;
    meta.hidden = false;
  }

  #say(sentence: string | null): void {
    const why = part(this.#box, '[data-why]');
    why.hidden = sentence === null;
    why.textContent = sentence;
  }

  /** Said once, however often the same is tried again in vain. */
  #interrupt(sentence: string): void {
    this.#say(sentence);
    if (this.#interruption !== sentence) this.#announceOwn(sentence);
    this.#interruption = sentence;
  }

  #announceOwn(sentence: string): void {
    this.#announce(`${this.#name}: ${sentence}`);
  }

  /** Whoever is in this slot with the keyboard stays in it: where their button goes, its counterpart takes its place. */
  #keepingFocus(change: () => void): void {
    const wasHere = this.root.contains(document.activeElement);
    change();
    const now = document.activeElement;
    if (!wasHere || (now && this.root.contains(now) && now.closest('[hidden]') === null)) return;
    const place = this.#picker.hidden
      ? this.#box.querySelector<HTMLElement>('[data-act]:not([hidden])')
      : this.#picker.querySelector<HTMLElement>('input');
    place?.focus({ preventScroll: true });
  }

  #announce(sentence: string): void {
    const own = this.#box.isConnected ? part(this.#box, '[role=status]') : this.#line();
    own.textContent = sentence;
  }

  /** A file that was here when the page came has no box of ours to speak from. */
  #line(): HTMLElement {
    const known = this.#body.querySelector<HTMLElement>(':scope > [role=status]');
    if (known) return known;
    const line = hidden('');
    line.setAttribute('role', 'status');
    this.#body.append(line);
    return line;
  }

  #progressText(share: number): string {
    return fill(this.texts.progressOf, { document: this.#name, percent: percentText(share) });
  }

  #hidePicker(isHidden: boolean): void {
    this.#picker.hidden = isHidden;
    const hint = this.#body.querySelector<HTMLElement>(':scope > .hint');
    if (hint) hint.hidden = isHidden;
  }

  /** What the server has written of a part that is here. */
  #forgetPart(): void {
    for (const shown of this.root.querySelectorAll('[data-part]')) shown.remove();
  }

  /** The file that was here before, which this one has replaced; the picker may stand among its buttons. */
  #forgetEarlier(): void {
    const earlier = this.#body.querySelectorAll('[data-received]');
    if (earlier.length === 0) return;
    this.#body.append(this.#picker);
    for (const element of earlier) element.remove();
  }

  #parts(selector: string): HTMLElement[] {
    return Array.from(this.#box.querySelectorAll<HTMLElement>(selector));
  }
}

function part(within: Element, selector: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

function hidden(text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = 'vh';
  element.textContent = text;
  return element;
}

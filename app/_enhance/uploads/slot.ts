import type { FileCheck } from './checks';
import { endForGood, isEnded } from './ending';
import { cleanName } from './names';
import { beginsAlike, endUpload, type HeldDocument, type OpenUpload } from './portal';
import { Sender } from './sender';
import { SlotView } from './slot-view';
import type { UploadTexts } from './texts';

export type Setting = {
  template: HTMLTemplateElement;
  texts: UploadTexts;
  call: string;
  language: string;
  /** the form's token, once it is settled which draft this page belongs to */
  draft(): Promise<string>;
  /** A file is here and will be checked. */
  arrived(): void;
  /** Something has begun or ended in this slot. */
  changed(): void;
  /** Shows why a file was not taken, in the place where one chooses another. */
  refuse(root: HTMLElement, fileName: string, sentence: string): void;
};

/** Whoever presses "send" sooner than this after a file was refused has pressed for that file. */
const READING_MS = 3000;

type Arrived = Pick<HeldDocument, 'name' | 'size' | 'url'>;
type Current = { file: File; sender: Sender; sent: number };

/** One slot of the form: what is chosen is sent at once. */
export class UploadSlot {
  readonly name: string;
  readonly #view: SlotView;
  readonly #input: HTMLInputElement;
  #current: Current | null = null;
  #part: OpenUpload | null = null;
  #arrived: Arrived | null = null;
  /** of the file that has arrived, as it was last heard of */
  #check: FileCheck | null = null;
  #isBeginning = false;
  #isRemoving = false;
  /** Which choice counts: whoever chooses again while the first file is still being begun means the second one. */
  #choice = 0;
  #isPaused = false;
  #isRefused = false;
  #isNotTaken = false;
  /** the page's clock; null once she was led to the reason, or typed beside it */
  #refusedAt: number | null = null;

  constructor(
    readonly root: HTMLElement,
    private readonly setting: Setting,
  ) {
    this.name = root.dataset.slot ?? '';
    const input = root.querySelector<HTMLInputElement>('input[type=file]');
    if (!input) throw new Error('a slot without its input');
    this.#input = input;
    root.addEventListener('input', () => {
      this.#refusedAt = null;
    });
    this.#view = new SlotView(root, setting.template, setting.texts, {
      pause: () => this.pause(),
      goOn: () => this.goOn(),
      tryNow: () => this.#current?.sender.tryNow(),
      stop: () => void this.stop(),
      replace: () => this.#input.click(),
      remove: () => void this.remove(),
    });
    const part = partShownIn(root, this.name);
    if (part && isEnded(part.url)) this.#view.empty();
    else if (part) this.restore({ document: undefined, upload: part });
  }

  /** A file is on its way or on its way out, or will be as soon as the line is back. */
  get isGoing(): boolean {
    return this.#isBeginning || this.#isRemoving || this.#current !== null;
  }

  /** The last file was not taken, and nothing else has come in its place. */
  get isRefused(): boolean {
    return this.#isRefused || this.#isNotTaken;
  }

  get isRefusalRead(): boolean {
    return this.#refusedAt === null || performance.now() - this.#refusedAt > READING_MS;
  }

  get isBeingChecked(): boolean {
    return this.root.dataset.state === 'checking';
  }

  /** Only of the file that is here: another one may be on its way. */
  checked(check: FileCheck): void {
    if (this.isGoing || this.#part) return;
    this.#check = check;
    this.#view.checked(check);
    this.#isNotTaken = check.state === 'refused';
  }

  /** Brings the slot into view and under the cursor. */
  lead(): void {
    this.#refusedAt = null;
    this.root.scrollIntoView({ block: 'start' });
    const isHere = this.#input.closest('[hidden]') !== null;
    const place = isHere ? this.root.querySelector<HTMLElement>('[data-act=replace]') : this.#input;
    place?.focus({ preventScroll: true });
  }

  /** What the portal holds of this slot, for a page that was loaded anew. */
  restore(held: { document: HeldDocument | undefined; upload: OpenUpload | undefined }): void {
    if (this.isGoing) return;
    if (held.document) {
      this.#arrived = held.document;
      this.#view.arrived(held.document);
      if (held.document.check) this.checked(held.document.check);
    }
    this.#part = held.upload ?? null;
    if (held.upload && !held.document) this.#view.partly(held.upload);
  }

  async take(file: File): Promise<void> {
    this.#choice += 1;
    const choice = this.#choice;
    this.#isBeginning = true;
    this.#isPaused = false;
    this.#isRefused = false;
    this.#isNotTaken = false;
    // Whoever sends the form now must not send this file a second time with it.
    this.#input.value = '';
    this.#current?.sender.drop();
    const abandoned = this.#current?.sender.url ?? null;
    this.#current = null;
    this.#view.going(file);
    this.#view.progress(0, file.size, null);
    this.setting.changed();
    const draft = await this.setting.draft();
    if (abandoned) void endForGood({ url: abandoned, draft });
    const url = await this.#whereItIs(file, draft);
    if (choice !== this.#choice) return;
    this.#isBeginning = false;
    this.#send(file, draft, url);
  }

  pause(): void {
    const current = this.#current;
    if (!current) return;
    this.#isPaused = true;
    current.sender.pause();
    this.#view.paused(current.file.name, { bytes: current.sender.accepted, size: current.file.size });
  }

  goOn(): void {
    if (!this.#current) return;
    this.#isPaused = false;
    this.#view.going(this.#current.file);
    this.#current.sender.start();
  }

  goOnIfPaused(): void {
    if (this.#isPaused) this.goOn();
  }

  async stop(): Promise<void> {
    this.#choice += 1;
    this.#isBeginning = false;
    const url = this.#current?.sender.url ?? this.#part?.url;
    this.#current?.sender.drop();
    this.#current = null;
    this.#part = null;
    this.#isNotTaken = false;
    this.#showWhatIsLeft();
    this.setting.changed();
    if (url) await endForGood({ url, draft: await this.setting.draft() });
  }

  async remove(): Promise<void> {
    const removed = this.#arrived;
    if (!removed?.url) return this.#removeWithForm();
    this.#arrived = null;
    this.#isNotTaken = false;
    this.#isRemoving = true;
    this.#view.empty();
    this.setting.changed();
    const isGone = await endUpload(removed.url, await this.setting.draft());
    this.#isRemoving = false;
    if (!isGone && !this.isGoing) this.#showAgain(removed);
    this.setting.changed();
  }

  /** It could not be taken out, and would be sent: so it must be seen. */
  #showAgain(arrived: Arrived): void {
    this.#arrived = arrived;
    this.#view.stays(arrived);
    this.setting.arrived();
  }

  async #whereItIs(file: File, draft: string): Promise<string | null> {
    const known = this.#part;
    this.#part = null;
    if (!known) return null;
    const isSame =
      known.size === file.size &&
      known.name === cleanName(file.name) &&
      (await beginsAlike(file, known, draft).catch(() => true));
    if (isSame) return known.url;
    void endForGood({ url: known.url, draft });
    return null;
  }

  #send(file: File, draft: string, url: string | null): void {
    const { call, language } = this.setting;
    const sender = new Sender(
      { file, slot: this.name, draft, call, language, url },
      {
        progress: (sent, secondsLeft) => {
          if (this.#current?.sender !== sender) return;
          this.#current.sent = sent;
          if (this.root.dataset.state !== 'going') this.#view.going(file);
          this.#view.progress(sent, file.size, secondsLeft);
        },
        lost: (sentence) => this.#view.lost(file.name, { bytes: sender.accepted, size: file.size }, sentence),
        arrived: (address) => this.#hasArrived(file, address),
        unreadable: () => this.#askAgain(file, sender),
        refused: (sentence) => this.#refuse(file, sentence),
      },
    );
    this.#current = { file, sender, sent: 0 };
    sender.start();
  }

  #hasArrived({ name, size }: File, url: string): void {
    this.#current = null;
    this.#arrived = { name, size, url };
    this.#check = null;
    this.#view.arrived(this.#arrived);
    this.setting.changed();
    this.setting.arrived();
  }

  /** What is here of the file stays here, and whoever sends the form now is led to it first. */
  #askAgain({ name, size }: File, { url, accepted }: Sender): void {
    this.#current = null;
    this.#isNotTaken = true;
    this.#refusedAt = performance.now();
    this.#part = url ? { url, slot: this.name, name: cleanName(name), size, received: accepted } : null;
    this.#view.unreadable({ name, received: accepted, size });
    this.setting.changed();
  }

  #refuse(file: File, sentence: string | null): void {
    this.#current = null;
    this.#isRefused = true;
    this.#refusedAt = performance.now();
    this.#showWhatIsLeft();
    this.setting.refuse(this.root, file.name, sentence ?? this.setting.texts.ended);
    this.setting.changed();
  }

  #showWhatIsLeft(): void {
    if (!this.#arrived) {
      this.#view.empty();
      return;
    }
    this.#view.here(this.#arrived);
    if (this.#check) this.checked(this.#check);
    if (this.isBeingChecked) this.setting.arrived();
  }

  /** It came with the form once, so it is taken out with the form. */
  #removeWithForm(): void {
    const button = document.createElement('button');
    Object.assign(button, { type: 'submit', name: 'remove', value: this.name, hidden: true });
    this.root.append(button);
    button.click();
    button.remove();
  }
}

/** The server has written into the slot of which file a part is here. */
function partShownIn(root: HTMLElement, slot: string): OpenUpload | null {
  const { url, name, size, bytes } = root.querySelector<HTMLElement>('[data-part]')?.dataset ?? {};
  return url && name ? { url, slot, name, size: Number(size), received: Number(bytes) } : null;
}

import { fetchPatiently } from './patience';
import { sayConflicts, showCode } from './typing/marks';
import { rememberedDraft } from './uploads/memory';
import { fill } from './uploads/texts';

type Texts = {
  saved: string;
  withCode: string;
  again: string;
  offline: string;
  unsaved: string;
  trying: string;
  restored: string;
};
type Saved = {
  draft: string;
  base: string;
  code: string | null;
  time: string;
  conflicts: { field: string; text: string }[];
  note: string | null;
};
type Kept = { values: Record<string, unknown>; base: string; code: string | null; time: string };

const REST_MS = 1_200;
const LONGEST_MS = 6_000;
const RETRY_MS = [2_000, 5_000, 15_000, 30_000];
/** What browsers carry over the end of a page; more than that must arrive while it lives. */
const LAST_BREATH = 60_000;

/**
 * Saves what is typed while it is typed. Nothing of it is kept in the browser: on a shared telephone that would be a
 * copy nobody sees. Must be called after whatever else listens to the form's submit.
 */
export function saveWhileTyping(draft: (() => Promise<string>) | null): void {
  const line = document.querySelector<HTMLElement>('[data-typing]');
  const form = line?.closest('form');
  if (line && form && draft) new TypedText(form, line, draft).begin();
}

class TypedText {
  readonly #texts: Texts;
  readonly #address: string;
  #sending = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsavedSince: number | null = null;
  #isSaving = false;
  #failures = 0;
  #hasEnded = false;
  #isTakenBack = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly line: HTMLElement,
    private readonly draft: () => Promise<string>,
  ) {
    this.#texts = JSON.parse(line.dataset.texts ?? '{}') as Texts;
    this.#address = line.dataset.typing ?? '';
  }

  begin(): void {
    const { form } = this;
    for (const kind of ['input', 'change'])
      form.addEventListener(kind, ({ target }) => {
        if (isTyped(target)) this.#changed();
      });
    form.addEventListener('focusout', () => {
      if (this.#unsavedSince !== null && this.#failures === 0) this.#soon(200);
    });
    form.addEventListener('submit', (event) => {
      if (event.defaultPrevented) return;
      // The form itself carries everything, and its answer must be the last word.
      clearTimeout(this.#timer);
      this.#unsavedSince = null;
      this.#isTakenBack = true;
      this.#sending.abort();
    });
    addEventListener('online', () => this.#soon(0));
    addEventListener('pagehide', () => this.#saveAtEnd());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#saveLast();
    });
    document.addEventListener('leaving', () => {
      this.#hasEnded = true;
      clearTimeout(this.#timer);
      this.#sending.abort();
    });
    addEventListener('beforeunload', (event) => {
      if (this.#unsavedSince === null || this.#failures === 0 || this.#hasEnded) return;
      event.preventDefault();
      // What browsers before 2024 look at.
      event.returnValue = true;
    });
    void this.#comeBack();
  }

  #changed(): void {
    const now = Date.now();
    this.#unsavedSince ??= now;
    if (this.#failures === 0) this.#soon(Math.min(REST_MS, Math.max(0, this.#unsavedSince + LONGEST_MS - now)));
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), ms);
  }

  /** The page may end soon: what was typed since the last saving began does not wait for its answer. */
  #saveLast(): void {
    if (!this.#isSaving) return void this.#save();
    if (this.#unsavedSince === null || this.#hasEnded) return;
    void fetch(this.#address, { method: 'POST', body: typedIn(this.form), keepalive: true }).catch(() => undefined);
  }

  /**
   * A beacon is the one request that browsers carry over the end of a page, unless somebody has switched beacons off. What
   * it carries counts as unsaved all the same: should the page come back, it saves again, and hears what the portal has.
   */
  #saveAtEnd(): void {
    if (this.#hasEnded || (this.#unsavedSince === null && !this.#isSaving)) return;
    if (!navigator.sendBeacon?.(this.#address, typedIn(this.form))) this.#saveLast();
  }

  async #save(): Promise<void> {
    if (this.#unsavedSince === null || this.#isSaving || this.#hasEnded) return;
    this.#isSaving = true;
    clearTimeout(this.#timer);
    const since = this.#unsavedSince;
    this.#unsavedSince = null;
    try {
      // Read at once: a page on its way out is not asked a second time.
      const body = typedIn(this.form);
      const draft = this.draft();
      if (document.visibilityState !== 'hidden') body.set('draft', await draft);
      await this.#take(await this.#send(body));
    } catch {
      if (!this.#hasEnded && !this.#isTakenBack) this.#fail(since, this.#texts.offline);
    } finally {
      this.#isSaving = false;
      if (this.#unsavedSince !== null && this.#failures === 0) this.#soon(REST_MS);
    }
  }

  #send(body: FormData): Promise<Response> {
    const isShort = Array.from(body.values()).join('').length * 3 < LAST_BREATH;
    this.#sending = new AbortController();
    this.#isTakenBack = false;
    return fetchPatiently(this.#address, { method: 'POST', body, keepalive: isShort }, this.#sending);
  }

  async #take(answer: Response): Promise<void> {
    if (answer.status === 204) {
      this.#failures = 0;
      return this.#say('');
    }
    if (answer.ok) return this.#show((await answer.json()) as Saved);
    if (answer.status >= 500) throw new Error(String(answer.status));
    const { sentence } = (await answer.json()) as { sentence?: string };
    if (answer.status === 429) return this.#fail(Date.now(), sentence ?? '');
    // It has been sent from another window, or its call is gone: saving again would change nothing.
    this.#hasEnded = true;
    this.#mark(this.#texts.unsaved);
    this.#say(sentence ?? '');
  }

  #show({ draft, base, code, time, conflicts, note }: Saved): void {
    this.#failures = 0;
    field(this.form, 'draft').value = draft;
    field(this.form, 'base').value = base;
    this.#mark(fill(this.#texts.saved, { time }));
    showCode(this.form, { code, text: fill(code ? this.#texts.withCode : this.#texts.again, { time }) });
    sayConflicts(this.form, conflicts);
    this.#say(note ?? '');
  }

  #fail(since: number, sentence: string): void {
    this.#unsavedSince ??= since;
    this.#failures += 1;
    this.#mark(sentence === this.#texts.offline ? this.#texts.trying : this.#texts.unsaved);
    for (const line of this.form.querySelectorAll('[data-later]')) line.textContent = sentence;
    this.#say(sentence);
    this.#soon(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? 30_000);
  }

  /** The same tab, loaded anew: what had been saved stands in it again; what somebody has typed already stays. */
  async #comeBack(): Promise<void> {
    const call = /\/calls\/([^/]+)\//.exec(this.#address)?.[1] ?? '';
    const earlier = rememberedDraft(call);
    if (earlier === null || field(this.form, 'draft').value === earlier) return;
    document.querySelector('[data-begun]')?.remove();
    if ((await this.draft()) !== earlier) return;
    const answer = await fetchPatiently(this.#address, { headers: { 'draft-token': earlier } }).catch(() => null);
    if (!answer?.ok) return;
    const { values, base, code, time } = (await answer.json()) as Kept;
    const passedOver = typedFields(this.form).filter((input) => !restore(input, values[input.name]));
    // Under the fresh base the portal tells what it keeps of a field in which something else has been typed by now.
    if (passedOver.length > 0) this.#soon(0);
    else field(this.form, 'base').value = base;
    this.form.dispatchEvent(new Event('change'));
    this.#mark(fill(this.#texts.saved, { time }));
    showCode(this.form, { code, text: fill(code ? this.#texts.withCode : this.#texts.again, { time }) });
    this.#say(fill(this.#texts.restored, { time }));
  }

  #mark(text: string): void {
    for (const mark of this.form.querySelectorAll('[data-saved]')) mark.textContent = text;
  }

  #say(text: string): void {
    if (this.line.textContent !== text) this.line.textContent = text;
  }
}

type Typed = HTMLInputElement | HTMLTextAreaElement;

function isTyped(target: EventTarget | null): target is Typed {
  return (
    (target instanceof HTMLInputElement && target.type !== 'file' && target.name !== 'website') ||
    target instanceof HTMLTextAreaElement
  );
}

function typedFields(form: HTMLFormElement): Typed[] {
  return Array.from(form.elements).filter((one) => isTyped(one) && one.type !== 'hidden') as Typed[];
}

function typedIn(form: HTMLFormElement): FormData {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (value instanceof File || name === 'website') fields.delete(name);
  return fields;
}

/** False where something else stands that somebody has typed already. */
function restore(input: Typed, value: unknown): boolean {
  if (input instanceof HTMLInputElement && input.type === 'checkbox') {
    const isKept = Array.isArray(value) ? value.includes(input.value) : value === true;
    if (input.checked !== input.defaultChecked) return input.checked === isKept;
    input.checked = isKept;
    return true;
  }
  if (typeof value !== 'string') return true;
  if (input.value !== input.defaultValue) return input.value.trim() === value;
  input.value = value;
  if (value !== '') input.closest('details')?.setAttribute('open', '');
  return true;
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
  if (!found) throw new Error(`the form has no ${name}`);
  return found;
}

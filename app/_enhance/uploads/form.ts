import { fetchPatiently } from '../patience';
import { submitterOf } from '../pressed';
import { offerToKeep } from '../receipt';
import type { UploadSlot } from './slot';
import type { UploadTexts } from './texts';

/**
 * While files are on their way, "send" waits for them, and saving happens in place, so that nothing is cut off by
 * leaving the page. Answers what is to be called when a slot has changed.
 */
export function holdForm(form: HTMLFormElement, slots: readonly UploadSlot[], texts: UploadTexts): () => void {
  let waiting: HTMLElement | null = null;
  const say = speaker(form);

  /** A file that was refused, and for which neither another one nor a text has come: its reason must be read first. */
  const stuck = () => slots.find((slot) => slot.isRefused && isStillNeeded(form, slot));
  /** Sending with an earlier file after all is for another press, once the reason has been read. */
  const unread = () => slots.find((slot) => slot.isRefused && !slot.isRefusalRead);

  form.addEventListener('submit', (event) => {
    const button = submitterOf(event);
    const isGoing = slots.some((slot) => slot.isGoing);
    const refused = isSending(button) ? (stuck() ?? unread()) : undefined;
    if (!isGoing && !refused) return;
    event.preventDefault();
    // Before the guard against double sending, which would take the real sending for a second press.
    event.stopImmediatePropagation();
    if (refused) return refused.lead();
    if (isSaving(button)) {
      void saveInPlace(form).catch(() => say(texts.notSaved));
      return;
    }
    waiting = button ?? form.querySelector<HTMLElement>('[name=action][value=send]');
    for (const slot of slots) slot.goOnIfPaused();
    say(texts.waits);
  });
  stayWithoutLine(form, say);

  return () => {
    const button = waiting;
    if (!button) return;
    const refused = stuck() ?? unread();
    if (!refused && slots.some((slot) => slot.isGoing)) return;
    waiting = null;
    say('');
    // In a turn of its own: a slot tells us from within its last step.
    setTimeout(() => (refused ? refused.lead() : button.click()));
  };
}

/** Sending would end in the browser's own page about it, and leave behind what is not saved yet. */
function stayWithoutLine(form: HTMLFormElement, say: (sentence: string) => void): void {
  form.addEventListener('submit', (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(form.dataset.withoutLine ?? '');
  });
}

function isStillNeeded(form: HTMLFormElement, { root }: UploadSlot): boolean {
  return form.querySelector(`[data-needed=todo] [data-needs=${root.id}]:not([hidden])`) !== null;
}

function isSending(button: HTMLElement | null): boolean {
  return button instanceof HTMLButtonElement && button.name === 'action' && button.value === 'send';
}

function isSaving(button: HTMLElement | null): boolean {
  return button instanceof HTMLButtonElement && button.name === 'action' && button.value === 'save';
}

/** Parts of the page that say what has been saved; the answer brings them anew. */
async function saveInPlace(form: HTMLFormElement): Promise<void> {
  const fields = new FormData(form);
  fields.append('action', 'save');
  // Not `form.action`: its buttons of that name stand before it.
  const answer = await fetchPatiently(form.getAttribute('action') ?? '', { method: 'POST', body: fields });
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const successor = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!successor) continue;
    part.textContent = '';
    part.append(...successor.childNodes);
  }
  takeDraft(fresh);
  offerToKeep();
  document.getElementById('outcome')?.focus();
}

/** What the portal knows this page by from now on. Not its `base`: that is of texts which this page does not show. */
function takeDraft(fresh: Document): void {
  const [successor, own] = [fresh, document].map((page) => page.querySelector<HTMLInputElement>('input[name=draft]'));
  if (successor && own) own.value = successor.value;
}

function speaker(form: HTMLFormElement): (sentence: string) => void {
  const line = document.createElement('p');
  line.className = 'hint';
  line.setAttribute('role', 'status');
  form.querySelector('.sendrow')?.after(line);
  return (sentence) => {
    line.textContent = sentence;
  };
}

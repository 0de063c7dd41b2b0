import { cleanName } from './uploads/names';
import { numberText } from './uploads/texts';

type Slot = { root: HTMLElement; picker: HTMLElement; input: HTMLInputElement; state: HTMLElement };

/**
 * Says at once, before anything travels, that a file is too large. Others go to `take`, or wait in the form until that
 * is sent.
 */
export function checkFilesBeforeSending(take: ((root: HTMLElement, file: File) => void) | null): void {
  for (const slot of everySlot()) slot.input.addEventListener('change', () => judge(slot, take));
}

/** Shows in a slot that a file was not taken, and why. */
export function refuseFile(root: HTMLElement, fileName: string, sentence: string): void {
  const slot = slotIn(root);
  if (slot) refuse(slot, { name: fileName, word: slot.picker.dataset.refused ?? '', sentence });
}

function everySlot(): Slot[] {
  const roots = Array.from(document.querySelectorAll<HTMLElement>('[data-slot]'), slotIn);
  return roots.filter((slot) => slot !== null);
}

function slotIn(root: HTMLElement): Slot | null {
  const picker = root.querySelector<HTMLElement>('.pick');
  const input = root.querySelector<HTMLInputElement>('input[type=file]');
  const state = root.querySelector<HTMLElement>('.slot__state');
  return picker && input && state ? { root, picker, input, state } : null;
}

function judge(slot: Slot, take: ((root: HTMLElement, file: File) => void) | null): void {
  const file = slot.input.files?.[0];
  removeRefusal(slot);
  if (!file) return;
  if (file.size > Number(slot.root.dataset.limit)) refuse(slot, tooLarge(slot, file));
  else if (take) take(slot.root, file);
  else waitForSending(slot);
}

function waitForSending(slot: Slot): void {
  slot.root.dataset.state = 'chosen';
  slot.state.dataset.m = 'wait';
  slot.state.textContent = slot.picker.dataset.chosen ?? '';
}

type Refusal = { name: string; word: string; sentence: string };

/** A good file is here, and stays until a better one has come. */
function holdsFile({ root }: Slot): boolean {
  return root.dataset.state !== 'refused' && ('here' in root.dataset || root.querySelector('[data-received]') !== null);
}

function tooLarge({ picker }: Slot, file: File): Refusal {
  const size = numberText(Math.ceil(file.size / 100_000) / 10, picker.dataset.decimal ?? '.');
  const sentence = (picker.dataset.tooLarge ?? '').replace('{size}', size);
  return { name: file.name, word: picker.dataset.notSent ?? '', sentence };
}

function refuse(slot: Slot, { name, word, sentence }: Refusal): void {
  slot.input.value = '';
  const earlierStays = holdsFile(slot);
  if (!earlierStays) {
    slot.root.dataset.state = 'refused';
    slot.state.dataset.m = 'bad';
    slot.state.textContent = word;
  }
  const why = document.createElement('div');
  why.className = 'slot__why';
  why.setAttribute('role', 'alert');
  why.dataset.byScript = '';
  why.append(paragraph('file', cleanName(name)), paragraph('hint', sentence));
  if (earlierStays) why.append(paragraph('hint', slot.picker.dataset.stays ?? ''));
  slot.picker.before(why);
}

/** What the server said of the slot goes too, also that its file is missing: another one has been chosen. */
function removeRefusal(slot: Slot): void {
  for (const why of slot.root.querySelectorAll('.slot__why, .slot__body > .error')) why.remove();
  slot.input.removeAttribute('aria-invalid');
}

function paragraph(className: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.dir = 'auto';
  element.textContent = text;
  return element;
}

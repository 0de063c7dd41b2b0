import { refuseFile } from '../files';
import { UploadSlot } from './slot';
import { fill, type UploadTexts } from './texts';

/**
 * A newer version of a document that has been sent goes piece by piece, too: not before its form is sent, since nobody
 * can take it back. The applicant's session says whose it is. What has arrived is shown by loading the page anew, unless
 * that would cut off another file or take typed words away.
 */
export function replaceOnSending(template: HTMLTemplateElement, texts: UploadTexts): void {
  const slots: UploadSlot[] = [];
  let newest: string | undefined;
  const showNewest = () => {
    const isBusy = slots.some((slot) => slot.isGoing || slot.isRefused);
    if (newest !== undefined && !isBusy && !holdsWords()) show(newest);
  };
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-replace]')) {
    const root = form.querySelector<HTMLElement>('[data-slot]');
    const input = form.querySelector<HTMLInputElement>('input[type=file]');
    const button = form.querySelector<HTMLElement>('button[type=submit]');
    if (!root || !input || !button) continue;
    const slot = new UploadSlot(root, {
      template,
      texts,
      call: '',
      language: document.documentElement.lang,
      refuse: refuseFile,
      draft: async () => '',
      changed: () => {
        button.hidden = slot.isGoing || root.dataset.here !== undefined;
        // In a turn of its own: a slot tells us from within its last step.
        setTimeout(showNewest);
      },
      arrived: () => {
        newest = form.dataset.replace;
        sayThatItIsHere(root, texts);
      },
    });
    slots.push(slot);
    form.addEventListener('submit', (event) => {
      const file = input.files?.[0];
      if (!file) return;
      event.preventDefault();
      // Before the guard against double sending, which would take a second file for a second press.
      event.stopImmediatePropagation();
      void slot.take(file);
    });
  }
}

/** It has been sent, so nobody takes it out again; and this page does not hear what becomes of its check. */
function sayThatItIsHere(root: HTMLElement, texts: UploadTexts): void {
  if (root.contains(document.activeElement)) root.closest('details')?.querySelector('summary')?.focus();
  for (const act of root.querySelectorAll<HTMLElement>('[data-act]')) act.hidden = true;
  const state = root.querySelector<HTMLElement>('.slot__state');
  if (!state) return;
  root.dataset.state = 'ready';
  state.dataset.m = 'full';
  state.textContent = fill(texts.arrived, { document: root.dataset.title ?? '' });
}

/** Something has been typed or chosen on this page, and not been sent. */
function holdsWords(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  return Array.from(fields).some(({ value, defaultValue }) => value !== defaultValue);
}

/** The page may be the answer to a form: loading that anew would send the form again. */
function show(address: string): void {
  const isHere = location.pathname === address;
  location.assign(`${address}#sent`);
  if (isHere) location.reload();
}

import { refuseFile } from '../files';
import { UploadSlot } from './slot';
import type { UploadTexts } from './texts';

/**
 * A newer version of a document that has been sent goes piece by piece, too: not before its form is sent, since nobody
 * can take it back. The applicant's session says whose it is.
 */
export function replaceOnSending(template: HTMLTemplateElement, texts: UploadTexts): void {
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
        button.hidden = slot.isGoing;
      },
      arrived: () => showNewest(form.dataset.replace ?? ''),
    });
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

/** The page may be the answer to a form: loading that anew would send the form again. */
function showNewest(address: string): void {
  const isHere = location.pathname === address;
  location.assign(`${address}#sent`);
  if (isHere) location.reload();
}

import { refuseFile } from './files';
import { followChecks } from './uploads/checks';
import { endRemembered, isEnded } from './uploads/ending';
import { holdForm } from './uploads/form';
import { forgetDraft, rememberDraft, rememberedDraft } from './uploads/memory';
import { heldFiles } from './uploads/portal';
import { replaceOnSending } from './uploads/replacing';
import { type Setting, UploadSlot } from './uploads/slot';
import type { UploadTexts } from './uploads/texts';

export type AtOnce = {
  take(root: HTMLElement, file: File): void;
  /** the form's token, once it is settled which draft this page belongs to; from then on this tab remembers it */
  draft(): Promise<string>;
};

/**
 * Files travel the moment they are chosen, piece by piece, and go on by themselves after every break. Must be called
 * before whatever else listens to the form's submit. Answers what takes a chosen file, or null where nothing does.
 */
export function uploadAtOnce(): AtOnce | null {
  if (document.querySelector('[data-receipt]')) forgetDraft();
  const template = document.querySelector<HTMLTemplateElement>('template[data-uploads]');
  const { call = '', texts: json = '{}', replacing } = template?.dataset ?? {};
  const texts = JSON.parse(json) as UploadTexts;
  endRemembered();
  if (template && replacing !== undefined) replaceOnSending(template, texts);
  const form = template?.closest('form');
  const token = form?.querySelector<HTMLInputElement>('input[name=draft]');
  if (!template || !form || !token) return null;

  let slots: UploadSlot[] = [];
  let check = () => {};
  let follow = () => {};
  let settled: Promise<void> = Promise.resolve();
  const setting: Setting = {
    template,
    texts,
    call,
    language: document.documentElement.lang,
    refuse: refuseFile,
    changed: () => check(),
    arrived: () => follow(),
    draft: async () => {
      await settled;
      rememberDraft({ call, draft: token.value });
      return token.value;
    },
  };
  slots = Array.from(form.querySelectorAll<HTMLElement>('[data-slot]'), (root) => new UploadSlot(root, setting));
  check = holdForm(form, slots, texts);
  follow = followChecks(slots, setting.draft);
  if ('fresh' in template.dataset)
    settled = comeBack(token, call, slots).then(() => {
      if (slots.some((slot) => slot.isBeingChecked)) follow();
    });
  else rememberDraft({ call, draft: token.value });
  return {
    take: (root, file) => void slots.find((slot) => slot.root === root)?.take(file),
    draft: setting.draft,
  };
}

/** A fresh form in a tab that has been writing already: the same draft is meant. */
async function comeBack(token: HTMLInputElement, call: string, slots: readonly UploadSlot[]): Promise<void> {
  const kept = rememberedDraft(call);
  if (!kept) return;
  const held = await heldFiles(kept, { resting: (sentence) => sayAbove(token, sentence) }).catch(() => undefined);
  if (held === null) return forgetDraft();
  token.value = kept;
  for (const slot of slots) {
    const document = held?.documents.find((one) => one.slot === slot.name);
    const upload = held?.uploads.filter((one) => one.slot === slot.name && !isEnded(one.url)).pop();
    slot.restore({ document, upload });
  }
}

function sayAbove({ form }: HTMLInputElement, sentence: string): void {
  const line = document.createElement('p');
  line.className = 'notice-line';
  line.setAttribute('role', 'status');
  form?.prepend(line);
  line.textContent = sentence;
}

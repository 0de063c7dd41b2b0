type Slot = { root: HTMLElement; picker: HTMLElement; input: HTMLInputElement; state: HTMLElement };

/** Says at once, before anything travels, that a file is too large; and that a chosen one has not been sent yet. */
export function checkFilesBeforeSending(): void {
  for (const root of document.querySelectorAll<HTMLElement>('[data-slot]')) {
    const picker = root.querySelector<HTMLElement>('.pick');
    const input = root.querySelector<HTMLInputElement>('input[type=file]');
    const state = root.querySelector<HTMLElement>('.slot__state');
    if (picker && input && state) input.addEventListener('change', () => judge({ root, picker, input, state }));
  }
}

function judge(slot: Slot): void {
  const file = slot.input.files?.[0];
  removeRefusal(slot);
  if (!file) return;
  if (file.size > Number(slot.root.dataset.limit)) refuse(slot, file);
  else waitForSending(slot);
}

function waitForSending(slot: Slot): void {
  slot.root.dataset.state = 'chosen';
  slot.state.dataset.m = 'wait';
  slot.state.textContent = slot.picker.dataset.chosen ?? '';
}

function refuse(slot: Slot, file: File): void {
  slot.input.value = '';
  slot.root.dataset.state = 'refused';
  slot.state.dataset.m = 'bad';
  slot.state.textContent = slot.picker.dataset.notSent ?? '';
  const megabytes = (Math.ceil(file.size / 100_000) / 10).toLocaleString(document.documentElement.lang);
  const why = document.createElement('div');
  why.className = 'slot__why';
  why.setAttribute('role', 'alert');
  why.dataset.byScript = '';
  why.append(
    paragraph('file', file.name),
    paragraph('hint', (slot.picker.dataset.tooLarge ?? '').replace('{size}', megabytes)),
  );
  slot.picker.before(why);
}

/** The server's own refusal of an earlier file goes too: another one has been chosen. */
function removeRefusal(slot: Slot): void {
  for (const why of slot.root.querySelectorAll('.slot__why')) why.remove();
  slot.input.removeAttribute('aria-invalid');
}

function paragraph(className: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.dir = 'auto';
  element.textContent = text;
  return element;
}

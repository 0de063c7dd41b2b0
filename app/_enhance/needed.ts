/** What fills each thing the form cannot do without: any one of these fields. */
const FILLED_BY: Readonly<Record<string, string>> = {
  name: '[name=name]',
  region: '[name=region]:checked',
  cv: '[name=cv]',
  coverLetter: '[name=coverLetter], [name=coverLetterText]',
  writingSample: '[name=writingSample], [name=writingSampleUrl]',
  consent: '[name=consent]:checked',
};

/** Moves each thing from "needed" to "here" as soon as it is there. */
export function followWhatIsNeeded(): void {
  const form = document.querySelector<HTMLFormElement>('form.split');
  if (!form) return;
  const onFile = new Set(fieldsListed(form, 'done').filter((field) => isKeptByServer(form, field)));
  const refresh = () => {
    for (const field of Object.keys(FILLED_BY)) {
      const isHere = hasArrived(form, field) ?? onFile.has(field);
      show(form, field, isHere || isFilled(form, field));
    }
    count(form);
  };
  form.addEventListener('input', (event) => {
    // What was wrong is being put right; the server looks again when it is sent.
    if (event.target instanceof HTMLElement) event.target.removeAttribute('aria-invalid');
    refresh();
  });
  form.addEventListener('change', refresh);
  // Browsers put back what was typed when one returns to a page.
  addEventListener('pageshow', refresh);
}

function fieldsListed(form: HTMLElement, list: 'done' | 'todo'): string[] {
  const items = form.querySelectorAll<HTMLElement>(`[data-needed=${list}] [data-needs]`);
  return Array.from(items, (item) => item.dataset.needs ?? '');
}

function isKeptByServer(form: HTMLElement, field: string): boolean {
  const { state = '' } = form.querySelector<HTMLElement>(`#${field}`)?.dataset ?? {};
  return ['ready', 'checking', 'remark'].includes(state);
}

/** A file that came, or was taken out again, since the page was loaded; null where nothing happened. */
function hasArrived(form: HTMLElement, field: string): boolean | null {
  const slot = form.querySelector<HTMLElement>(`#${field}[data-slot]`);
  if (slot && 'here' in slot.dataset) return true;
  return slot && 'gone' in slot.dataset ? false : null;
}

function isFilled(form: HTMLElement, field: string): boolean {
  const fields = form.querySelectorAll<HTMLInputElement>(FILLED_BY[field] ?? '');
  return Array.from(fields).some((input) => input.value.trim() !== '' && input.getAttribute('aria-invalid') !== 'true');
}

function show(form: HTMLElement, field: string, isHere: boolean): void {
  for (const item of form.querySelectorAll<HTMLElement>(`[data-needs=${field}]`)) {
    item.querySelector('a')?.setAttribute('class', isHere ? 'done' : 'todo');
    item.querySelector('.mark')?.setAttribute('data-m', isHere ? 'full' : 'turn');
    const lists = item.closest('aside')?.querySelectorAll<HTMLElement>('[data-needed]');
    if (!lists) {
      item.hidden = isHere;
      continue;
    }
    const target = Array.from(lists).find((list) => list.dataset.needed === (isHere ? 'done' : 'todo'));
    const from = item.closest<HTMLElement>('[data-needed]');
    if (!target || target === from) continue;
    target.querySelector('ul')?.append(item);
    for (const list of lists) list.hidden = list.querySelector('li') === null;
  }
}

/** Every sentence the count can become is in the page, in its own language's plural. */
function count(form: HTMLElement): void {
  const element = form.querySelector<HTMLElement>('[data-needed-count]');
  if (!element) return;
  const missing = form.querySelectorAll('aside [data-needed=todo] li').length;
  const sentences = JSON.parse(element.dataset.neededCount ?? '[]') as string[];
  element.textContent = sentences[missing] ?? element.textContent;
}

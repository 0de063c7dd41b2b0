/** Shows the way back to the draft wherever the page has a place for it. */
export function showCode(form: HTMLElement, { code, text }: { code: string | null; text: string }): void {
  for (const line of form.querySelectorAll('[data-later]')) line.textContent = text;
  if (!code) return;
  for (const place of form.querySelectorAll('[data-later-code]')) {
    place.textContent = '';
    place.append(codeLine(code));
  }
  const bar = form.querySelector<HTMLElement>('[data-bar-code]');
  bar?.querySelector('.code')?.replaceWith(codeLine(code));
  if (bar) bar.hidden = false;
}

/** Tells at each field what another window has written there; what this one shows counts until somebody changes it. */
export function sayConflicts(form: HTMLElement, conflicts: readonly { field: string; text: string }[]): void {
  for (const { field, text } of conflicts) {
    document.getElementById(`${field}-error`)?.remove();
    const line = errorLine(field, text);
    const place = document.getElementById(field) ?? form.querySelector(`[name=${field}]`);
    if (!place) continue;
    if (place.matches('fieldset')) place.querySelector('legend')?.after(line);
    else (place.closest('label') ?? place).before(line);
    place.setAttribute('aria-describedby', `${place.getAttribute('aria-describedby') ?? ''} ${line.id}`.trim());
  }
}

function errorLine(field: string, text: string): HTMLElement {
  const line = document.createElement('p');
  line.className = 'error';
  line.id = `${field}-error`;
  line.setAttribute('role', 'alert');
  const mark = document.createElement('span');
  mark.className = 'mark';
  mark.dataset.m = 'bad';
  mark.textContent = text;
  line.append(mark);
  return line;
}

function codeLine(code: string): HTMLElement {
  const line = document.createElement('span');
  line.className = 'code code--line';
  line.translate = false;
  for (const group of code.split(' ')) {
    const part = document.createElement('span');
    part.textContent = group;
    line.append(part);
  }
  return line;
}

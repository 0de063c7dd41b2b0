type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What stood in the fields of a page that gave way to a fault: by the page's address, then by field. In memory only. */
const carried = new Map<string, Map<string, string>>();

/** Takes along what was written on the page that is shown. Where nothing was, what is carried already stays. */
export function carryWords(): void {
  const written = [...fieldsOfPage()].filter(([, field]) => isWritten(field));
  if (written.length > 0) carried.set(here(), new Map(written.map(([key, field]) => [key, field.value])));
}

/** Puts what is carried for the page that is shown into its fields; what finds no field is carried on. */
export function bringWordsBack(): void {
  const words = carried.get(here());
  if (!words) return;
  for (const [key, field] of fieldsOfPage()) {
    const word = words.get(key);
    if (word === undefined) continue;
    words.delete(key);
    if (field.value !== word) write(field, word);
  }
  if (words.size === 0) carried.delete(here());
}

export function carriesWords(): boolean {
  return carried.size > 0;
}

export function dropCarriedWords(): void {
  carried.clear();
}

function here(): string {
  return location.pathname + location.search;
}

/** Each field under its name and what its form is about; a version may be another when the page is back. */
function* fieldsOfPage(): Generator<[string, Field]> {
  const seen = new Map<string, number>();
  for (const form of document.forms) {
    const fields = [...form.elements].filter(isField).filter(({ name }) => name !== '' && !name.startsWith('$'));
    const about = fields.filter(({ type, name }) => type === 'hidden' && name !== 'version');
    const subject = about.map(({ name, value }) => `${name}=${value}`).join('&');
    for (const field of fields) {
      if (['hidden', 'file', 'password'].includes(field.type)) continue;
      const key = `${subject} ${field.name}`;
      const place = seen.get(key) ?? 0;
      seen.set(key, place + 1);
      yield [`${key} ${place}`, field];
    }
  }
}

function isField(element: Element): element is Field {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  );
}

/** Otherwise than the page gave it; in a form that was refused it gave back what had been sent. */
function isWritten(field: Field): boolean {
  if (field.form?.hasAttribute('data-refused')) return true;
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
  return ![...field.options].some((option) => option.selected && option.defaultSelected);
}

function write(field: Field, word: string): void {
  field.value = word;
  const folded = field.closest('details');
  if (folded) folded.open = true;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

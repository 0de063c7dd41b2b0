import { wasOf } from './shown-fields';

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Each field that is filled in, under its name and what its form is about: what stands hidden in it, and the fields it
 * begins with. The version and what a field was may be others when the page is made anew.
 */
export function* fieldsOf(forms: Iterable<HTMLFormElement>): Generator<[string, Field]> {
  const seen = new Map<string, number>();
  for (const form of forms) {
    const fields = [...form.elements].filter(isField).filter(({ name }) => name !== '' && !name.startsWith('$'));
    const about = fields.filter(
      ({ type, name }) => type === 'hidden' && name !== 'version' && !name.startsWith(wasOf('')),
    );
    const filled = fields.filter(({ type }) => !['hidden', 'file', 'password'].includes(type));
    const begins = [...new Set(filled.map(({ name }) => name))].slice(0, 2);
    const subject = [...about.map(({ name, value }) => `${name}=${value}`), ...begins].join('&');
    for (const field of filled) {
      const key = `${subject} ${isBox(field) ? `${field.name}=${field.value}` : field.name}`;
      const place = seen.get(key) ?? 0;
      seen.set(key, place + 1);
      yield [`${key} ${place}`, field];
    }
  }
}

export function isField(element: Element | null): element is Field {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  );
}

export function isBox(field: Field): field is HTMLInputElement {
  return field.type === 'checkbox' || field.type === 'radio';
}

/** What stands in a field; of a box, whether it is ticked. */
export function standingIn(field: Field): string {
  if (isBox(field)) return field.checked ? 'ticked' : '';
  return field.value;
}

/** Otherwise than the page gave it; in a form that was refused it gave back what had been sent. */
export function isWritten(field: Field): boolean {
  if (field.form?.hasAttribute('data-refused')) return true;
  if (isBox(field)) return field.checked !== field.defaultChecked;
  // What comes back from the server ends its lines as mails do.
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue.replaceAll('\r\n', '\n');
  return ![...field.options].some((option) => option.selected && option.defaultSelected);
}

export function write(field: Field, standing: string): void {
  if (isBox(field)) field.checked = standing === 'ticked';
  else field.value = standing;
  const folded = field.closest('details');
  if (folded) folded.open = true;
}

import { type Field, fieldsOf, isWritten, standingIn, write } from './form-fields';

/** What stood in the fields of a page that gave way to a fault: by the page's address, then by field. In memory only. */
const carried = new Map<string, Map<string, string>>();

/** Takes along what was written and ticked on the page that is shown. Where nothing was, what is carried already stays. */
export function carryWords(): void {
  const written = [...fieldsOfPage()].filter(([, field]) => isWritten(field));
  if (written.length > 0) carried.set(here(), new Map(written.map(([key, field]) => [key, standingIn(field)])));
}

/** Puts what is carried for the page that is shown into its fields; what finds no field is carried on. */
export function bringWordsBack(): void {
  const words = carried.get(here());
  if (!words) return;
  for (const [key, field] of fieldsOfPage()) {
    const word = words.get(key);
    if (word === undefined) continue;
    words.delete(key);
    if (standingIn(field) === word) continue;
    write(field, word);
    field.dispatchEvent(new Event('input', { bubbles: true }));
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

/** A scorecard saves and brings back what is given on it itself, and may know something newer. */
function fieldsOfPage(): Generator<[string, Field]> {
  return fieldsOf([...document.forms].filter(({ id }) => id !== 'scorecard'));
}

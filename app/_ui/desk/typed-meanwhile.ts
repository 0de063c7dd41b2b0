import { type Field, fieldsOf, isBox, isField, isWritten, standingIn, write } from './form-fields';

type Caret = Pick<HTMLInputElement, 'selectionStart' | 'selectionEnd' | 'selectionDirection' | 'scrollTop'>;
type Typed = { standing: string; caret: Caret | null };

/** How the fields of a form stood when it was sent the last time. */
const sent = new WeakMap<HTMLFormElement, Map<Field, string>>();
const underway = new WeakSet<HTMLFormElement>();

/** From forms that are taken down to those put in their places, within one change of the page. */
const handedOver = new Map<string, Typed>();

/**
 * Keeps what is typed into a form and was not sent with it. The answer resets the form, or puts a new one in its place,
 * often with the whole page and the other forms on it. A refused form stays as it stands. Returns what ends the watch.
 */
export function keepTypedMeanwhile(form: HTMLFormElement): () => void {
  takeOver(form);
  const submitted = () => {
    sent.set(form, new Map([...fieldsOf([form])].map(([, field]) => [field, standingIn(field)])));
    underway.add(form);
  };
  const reset = (event: Event) => {
    if (!underway.has(form)) return;
    if (form.hasAttribute('data-refused')) event.preventDefault();
    else handOver(form, () => takeOver(form));
    underway.delete(form);
  };
  form.addEventListener('submit', submitted);
  form.addEventListener('reset', reset);
  return () => {
    form.removeEventListener('submit', submitted);
    form.removeEventListener('reset', reset);
    handOver(form);
  };
}

/** Whether somebody writes something else than the form that was just refused: the focus is not to be taken away then. */
export function isWritingOn(refused: HTMLFormElement): boolean {
  const field = document.activeElement;
  if (!isField(field) || isBox(field) || field instanceof HTMLSelectElement) return false;
  return standingIn(field) !== sent.get(refused)?.get(field);
}

function handOver(form: HTMLFormElement, then?: () => void): void {
  for (const [key, field] of fieldsOf([form])) {
    if (isUnsent(form, field)) handedOver.set(key, { standing: standingIn(field), caret: caretIn(field) });
  }
  queueMicrotask(() => {
    then?.();
    handedOver.clear();
  });
}

function isUnsent(form: HTMLFormElement, field: Field): boolean {
  const before = underway.has(form) ? sent.get(form)?.get(field) : undefined;
  return before === undefined ? isWritten(field) : standingIn(field) !== before;
}

function takeOver(form: HTMLFormElement): void {
  for (const [key, field] of fieldsOf([form])) {
    const typed = handedOver.get(key);
    if (!typed) continue;
    handedOver.delete(key);
    if (standingIn(field) !== typed.standing) write(field, typed.standing);
    if (typed.caret) enter(field, typed.caret);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** Null where nobody stands in the field. */
function caretIn(field: Field): Caret | null {
  if (document.activeElement !== field) return null;
  const { scrollTop } = field;
  if (field instanceof HTMLSelectElement)
    return { selectionStart: null, selectionEnd: null, selectionDirection: null, scrollTop };
  const { selectionStart, selectionEnd, selectionDirection } = field;
  return { selectionStart, selectionEnd, selectionDirection, scrollTop };
}

function enter(field: Field, { selectionStart, selectionEnd, selectionDirection, scrollTop }: Caret): void {
  field.focus({ preventScroll: true });
  // Fields for numbers, days and addresses know no place in them.
  if (selectionStart !== null && !(field instanceof HTMLSelectElement))
    field.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? undefined);
  field.scrollTop = scrollTop;
}

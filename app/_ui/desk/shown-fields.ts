/** Beside a field stands hidden, under this name, what the page showed in it. */
export function wasOf(name: string): string {
  return `was.${name}`;
}

/** As it is kept: forms end lines as mails do, and lose what is blank at either end. */
export function isSame(one: FormDataEntryValue | null, other: FormDataEntryValue | null): boolean {
  return typeof one === 'string' && typeof other === 'string' && plain(one) === plain(other);
}

/** Of the fields whose form says what they were, those in which something else stands now; a box that is not ticked is empty. */
export function changedIn(form: FormData): Record<string, string> {
  const start = wasOf('');
  const changed: Record<string, string> = {};
  for (const [key, was] of form.entries()) {
    if (!key.startsWith(start)) continue;
    const name = key.slice(start.length);
    const now = form.get(name) ?? '';
    if (typeof now === 'string' && !isSame(now, was)) changed[name] = now;
  }
  return changed;
}

function plain(words: string): string {
  return words.replaceAll('\r\n', '\n').trim();
}

import { isSame, wasOf } from './shown-fields';

/**
 * What a scorecard's form says otherwise than its page did: only that is written, so that a page made earlier takes
 * nothing back. A field without what it was has been given, whatever it says.
 */
export function changedFields(form: FormData): [name: string, value: string][] {
  return [...form.entries()].filter(
    (entry): entry is [string, string] =>
      isOnCard(entry[0]) && typeof entry[1] === 'string' && !isSame(entry[1], form.get(wasOf(entry[0]))),
  );
}

function isOnCard(name: string): boolean {
  return name === 'note' || name.startsWith('score.');
}

import type { ActionState } from '@/app/_http/action-state';
import { isSame, wasOf } from './shown-fields';

export type Save = (previous: ActionState, form: FormData) => Promise<ActionState>;
export type Fields = Map<string, string>;
type Card = { unsent: Fields; saved: Fields; savedAt: number };

/** What was given in this tab, by application: it outlives a turn of the page, not the tab. */
const cards = new Map<string, Card>();

function cardOf(number: string): Card {
  const card = cards.get(number) ?? { unsent: new Map(), saved: new Map(), savedAt: 0 };
  cards.set(number, card);
  return card;
}

export function give(number: string, name: string, value: string): void {
  cardOf(number).unsent.set(name, value);
}

export function hasUnsent(number: string): boolean {
  return cardOf(number).unsent.size > 0;
}

/**
 * What a page that was made then does not know of the card. Pages come from the browser's memory too, made before what
 * was given on them was saved.
 */
export function missingOn(number: string, madeAt: number): Fields {
  const { unsent, saved, savedAt } = cardOf(number);
  return new Map([...(madeAt <= savedAt ? saved : []), ...unsent]);
}

/**
 * Brings what the buttons send up to what this tab knows. What was saved and still stands there so has not been changed
 * since; what waits to be saved goes along, also where it says again what the page was made with.
 */
export function complete(number: string, form: FormData): void {
  const { unsent, saved } = cardOf(number);
  for (const [name, value] of saved) if (isSame(form.get(name) ?? '', value)) form.set(wasOf(name), value);
  for (const [name, value] of unsent) {
    form.set(name, value);
    form.delete(wasOf(name));
  }
}

/** Sends only what was changed. Null: the line is down, and it all waits for the next time. */
export async function sendUnsent(number: string, save: Save): Promise<ActionState | null> {
  const card = cardOf(number);
  const batch = [...card.unsent];
  const form = new FormData();
  form.append('number', number);
  for (const [name, value] of batch) form.append(name, value);
  const answer = await save({}, form).catch(() => null);
  if (!answer || answer.error) return answer;
  for (const [name, value] of batch) {
    card.saved.set(name, value);
    if (card.unsent.get(name) === value) card.unsent.delete(name);
  }
  card.savedAt = Math.max(card.savedAt, Number(answer.values?.at ?? 0));
  return answer;
}

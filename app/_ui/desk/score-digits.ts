import { keyOf, takeFocus } from './keyboard';

/**
 * Inside a scorecard a digit gives the score of the criterion one stands at, and goes on to the next; after the last the
 * card is left, and digits mean documents again. A criterion is
 * anything with `role="radiogroup"` whose radios carry the figure as their value.
 */
export function scoreByDigit(event: KeyboardEvent): boolean {
  const digit = keyOf(event);
  if (!/^[1-9]$/.test(digit) || !(event.target instanceof HTMLElement)) return false;
  const group = event.target.closest<HTMLElement>('[role="radiogroup"]');
  const radio = group?.querySelector<HTMLInputElement>(`input[type="radio"][value="${digit}"]`);
  if (!group || !radio) return false;
  radio.click();
  const all = [...(group.closest('form') ?? document).querySelectorAll<HTMLElement>('[role="radiogroup"]')];
  const next = all[all.indexOf(group) + 1];
  const goal = next?.querySelector<HTMLInputElement>('input[type="radio"]:checked, input[type="radio"]');
  if (goal) goal.focus();
  else takeFocus();
  return true;
}

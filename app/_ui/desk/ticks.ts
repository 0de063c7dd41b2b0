/**
 * The numbers that are ticked, in this page's memory, by the list they were ticked in: one view as it is narrowed and sorted,
 * whichever of its pages is shown. A look at an application, or at the next page, unticks nothing.
 */
const ticked = new Map<string, Set<string>>();

function tickedIn(list: string): Set<string> {
  const numbers = ticked.get(list) ?? new Set<string>();
  ticked.set(list, numbers);
  return numbers;
}

export function tick(list: string, { value, checked }: HTMLInputElement): void {
  if (checked) tickedIn(list).add(value);
  else tickedIn(list).delete(value);
}

/** Ticks the boxes of a list as they were left; one that was ticked before the scripts came is remembered. */
export function restoreTicks(list: string, boxes: Iterable<HTMLInputElement>): void {
  for (const box of boxes) {
    box.checked ||= tickedIn(list).has(box.value);
    tick(list, box);
  }
}

/** What is ticked in a list and not among the boxes: it stands on other pages. */
export function tickedElsewhere(list: string, boxes: readonly HTMLInputElement[]): string[] {
  const shown = new Set(boxes.map((box) => box.value));
  return [...tickedIn(list)].filter((number) => !shown.has(number));
}

/** The boxes themselves are the page's to untick. */
export function forgetElsewhere(list: string, boxes: readonly HTMLInputElement[]): void {
  for (const number of tickedElsewhere(list, boxes)) tickedIn(list).delete(number);
}

/** The boxes of a list that belong to a form, in their order. */
export function boxesOf(form: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[name="pick"][form="${CSS.escape(form)}"]`)];
}

/** Ticks or unticks the row the keyboard is at, else the one that is open; the focus stays. False where there is none. */
export function tickHere(): boolean {
  const row =
    document.activeElement?.closest('.pickable') ?? document.querySelector('.pickable:has([aria-current="true"])');
  const box = row?.querySelector<HTMLInputElement>('input[name="pick"]');
  box?.click();
  return Boolean(box);
}

/** For whoever signs in next in this tab. */
export function dropTicks(): void {
  ticked.clear();
}

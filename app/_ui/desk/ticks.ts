/** The numbers of what is ticked in this page's memory: a look at an application, or at the next page, unticks nothing. */
const ticked = new Set<string>();

export function tick({ value, checked }: HTMLInputElement): void {
  if (checked) ticked.add(value);
  else ticked.delete(value);
}

/** Ticks the boxes of a list as they were left; one that was ticked before the scripts came is remembered. */
export function restoreTicks(boxes: Iterable<HTMLInputElement>): void {
  for (const box of boxes) {
    box.checked ||= ticked.has(box.value);
    tick(box);
  }
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

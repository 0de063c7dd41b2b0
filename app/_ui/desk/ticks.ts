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

/** For whoever signs in next in this tab. */
export function dropTicks(): void {
  ticked.clear();
}

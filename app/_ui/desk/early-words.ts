/**
 * What was typed while the scripts were still on their way. When React takes a page over, it leaves inputs as they are, but
 * gives every text area that came with words those words again.
 */
const early = new Map<HTMLTextAreaElement, string>();

const note = ({ target }: { target: unknown }) => {
  if (target instanceof HTMLTextAreaElement) early.set(target, target.value);
};

// At once, before the first form is taken over: an effect would come too late.
if (typeof document !== 'undefined') {
  for (const target of document.querySelectorAll('textarea'))
    if (target.value !== target.defaultValue) note({ target });
  document.addEventListener('input', note, true);
}

/** For when the page has been taken over; from then on areas keep what is typed. */
export function giveBackEarlyWords(): void {
  document.removeEventListener('input', note, true);
  for (const [area, words] of early) if (area.value !== words) area.value = words;
  early.clear();
}

/**
 * Words that are sent without a line would end in the browser's own page about it, and coming back from there many
 * browsers have forgotten them. Must stand before whatever else listens to a form's submit.
 */
export function keepWordsWithoutLine(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-no-line]')) keepWords(form);
}

function keepWords(form: HTMLFormElement): void {
  const line = document.createElement('p');
  line.className = 'hint';
  line.setAttribute('role', 'alert');
  line.textContent = form.dataset.noLine ?? '';
  form.addEventListener('submit', (event) => {
    line.remove();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.append(line);
  });
}

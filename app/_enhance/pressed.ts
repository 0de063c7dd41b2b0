let pressed: HTMLElement | null = null;

/** Notes which button is pressed. Must be called before whatever listens to a form's submit. */
export function notePressedButtons(): void {
  document.addEventListener(
    'click',
    ({ target }) => {
      pressed = target instanceof Element ? target.closest<HTMLElement>('button, input[type=submit]') : null;
      // A form is submitted within the press that submits it: what is submitted later has another cause.
      setTimeout(() => {
        pressed = null;
      });
    },
    true,
  );
}

/** The button a form is submitted with; browsers before 2022 do not say it. Enter in a field presses one as well. */
export function submitterOf(event: SubmitEvent): HTMLElement | null {
  return (event.submitter as HTMLElement | null | undefined) ?? pressed;
}

import { forgetDraft, rememberEnded } from './uploads/memory';

/** Ends the session and puts the other page in this one's place, so that "back" does not lead here. */
export function leaveQuickly(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-leave]');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    navigator.sendBeacon(form.action);
    forgetDraft();
    rememberEnded([]);
    document.dispatchEvent(new Event('leaving'));
    document.documentElement.hidden = true;
    location.replace(form.dataset.leave ?? '/');
  });
}

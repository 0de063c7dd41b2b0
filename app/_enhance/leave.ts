import { forgetDraft } from './uploads/memory';

/** Ends the session and puts the other page in this one's place, so that "back" does not lead here. */
export function leaveQuickly(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-leave]');
  link?.addEventListener('click', (event) => {
    event.preventDefault();
    navigator.sendBeacon(link.dataset.leave ?? '');
    forgetDraft();
    document.dispatchEvent(new Event('leaving'));
    document.documentElement.hidden = true;
    location.replace(link.dataset.leaveTo ?? link.href);
  });
}

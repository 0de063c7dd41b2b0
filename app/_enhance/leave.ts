import { rememberNothingMore } from './uploads/memory';

/** Ends the session and puts the other page in this one's place, so that "back" does not lead here. */
export function leaveQuickly(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-leave]');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    rememberNothingMore();
    document.dispatchEvent(new Event('leaving'));
    endSession(form.action);
    location.replace(form.dataset.leave ?? '/');
  });
}

/** Careful people switch beacons off, and then there is no such function. */
function endSession(address: string): void {
  if (navigator.sendBeacon?.(address)) return;
  void fetch(address, { method: 'POST', keepalive: true, redirect: 'manual' }).catch(() => undefined);
}

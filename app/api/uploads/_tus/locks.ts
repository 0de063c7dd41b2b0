import type { Lock, Locker, RequestRelease } from '@tus/server';
import { AppError } from '@/domain/errors';

const WAIT_MS = 10_000;

type Holder = { askToLeave: RequestRelease; gone: Promise<void>; leave(): void };

/**
 * One request at a time works on an upload, and the newest one wins: a sender who comes back over a new connection asks
 * the one that still hangs on the dead connection to keep what it has and go. Between several processes the offset in
 * the database decides (see `receiveBytes`).
 */
export class UploadLocks implements Locker {
  readonly #holders = new Map<string, Holder>();

  newLock(id: string): Lock {
    const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
    return {
      lock: (signal, askToLeave) => this.#take(id, { askToLeave, gone, leave }, signal),
      unlock: async () => {
        this.#holders.delete(id);
        leave();
      },
    };
  }

  async #take(id: string, mine: Holder, signal: AbortSignal): Promise<void> {
    const { promise: isLate, reject: giveUp } = Promise.withResolvers<never>();
    isLate.catch(() => undefined);
    const giveUpNow = () => giveUp(new AppError('upload_busy'));
    const patience = setTimeout(giveUpNow, WAIT_MS);
    signal.addEventListener('abort', giveUpNow, { once: true });
    try {
      for (let holder = this.#holders.get(id); holder; holder = this.#holders.get(id)) {
        await holder.askToLeave();
        await Promise.race([holder.gone, isLate]);
      }
      // In the same turn as the look above: several may have been waiting for the one that left.
      this.#holders.set(id, mine);
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', giveUpNow);
    }
  }
}

import type { Lock, Locker, RequestRelease } from '@tus/server';
import { AppError } from '@/domain/errors';
import type { ArrivingBody } from './arriving-body';

/** How long somebody who still sends may go on once another one wants the upload. */
const GRACE_MS = 5_000;
const WAIT_MS = 10_000;

type Holder = { askToLeave: RequestRelease; body: ArrivingBody; gone: Promise<void>; leave(): void };

/**
 * One request at a time works on an upload, and the newest one wins: a sender who comes back over a new connection asks
 * the one that still hangs on the dead connection to keep what it has and go. Between several processes the offset in
 * the database decides (see `receiveBytes`).
 */
export class UploadLocks {
  readonly #holders = new Map<string, Holder>();

  /** For one request, whose body this is. */
  lockerFor(body: ArrivingBody): Locker {
    return { newLock: (id) => this.#newLock(id, body) };
  }

  #newLock(id: string, body: ArrivingBody): Lock {
    const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
    return {
      lock: (signal, askToLeave) => this.#take(id, { askToLeave, body, gone, leave }, signal),
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
        await Promise.race([holder.gone, holder.body.untilSilent(GRACE_MS), isLate]);
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

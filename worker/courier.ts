import type { Ctx } from '@/domain/context';
import { releaseUnreachable, sendMail, type TakenMail, takeMail } from '@/domain/messages/jobs';
import { log } from '@/platform/log';
import type { Mailer } from '@/platform/mailer';

/** Heard missing: a notification lost with its connection, a retry come due, a lease run out. */
const POLL_MS = 15_000;
const PROBE_MS = 5_000;
/** A server that refuses our password may shut out who keeps asking. */
const PROBE_DENIED_MS = 600_000;

type Options = {
  mailer: Mailer;
  context: () => Ctx;
  /** Resolves when mails may be taken: others may need the processor more for a moment. */
  hold?: () => Promise<void>;
  /** mails in hand at once */
  hands?: number;
  pollMs?: number;
  probeMs?: number;
};

export type Courier = {
  /** Something may be due. */
  wake(): void;
  /** Finishes the mails in hand and takes no more. */
  stop(): Promise<void>;
};

/**
 * Carries the outbox: takes what is due as long as something is, a few at a time. When the mail server cannot be
 * reached it stops taking and asks the server every few seconds; once it answers, all that waited for it goes at once.
 */
export function startCourier({
  mailer,
  context,
  hold = async () => {},
  hands = 3,
  pollMs = POLL_MS,
  probeMs = PROBE_MS,
}: Options): Courier {
  const inHand = new Map<string, Promise<void>>();
  let isDown = false;
  let isStopping = false;
  let isTaking = false;
  let isWanted = false;
  let taking = Promise.resolve();
  let probe: NodeJS.Timeout | undefined;

  const wake = () => {
    isWanted = true;
    if (!isTaking) taking = takeAll();
  };

  const takeAll = async () => {
    isTaking = true;
    try {
      while (isWanted && !isDown && !isStopping) {
        await hold();
        isWanted = false;
        await takeWhatIsDue();
      }
    } catch (error) {
      log.error({ event: 'outbox.not-read' }, error);
    } finally {
      isTaking = false;
    }
  };

  const takeWhatIsDue = async () => {
    while (!isDown && !isStopping) {
      if (inHand.size >= hands) {
        await Promise.race(inHand.values());
        continue;
      }
      const taken = await takeMail(context(), [...inHand.keys()]);
      if (!taken) return;
      carry(taken);
    }
  };

  const carry = (taken: TakenMail) => {
    const sending = send(taken).finally(() => inHand.delete(taken.id));
    inHand.set(taken.id, sending);
  };

  const send = async (taken: TakenMail) => {
    try {
      const outcome = await sendMail(context(), mailer, taken);
      if (outcome === 'unreachable') goDown();
      if (outcome === 'left') wake();
    } catch (error) {
      log.error({ event: 'mail.not-settled', mail: taken.id }, error);
    }
  };

  const goDown = () => {
    if (isDown || isStopping) return;
    isDown = true;
    log.warn({ event: 'mailer.unreachable' });
    probe = setTimeout(askServer, probeMs);
  };

  const askServer = async () => {
    const reach = await mailer.reach();
    if (isStopping) return;
    if (reach !== 'works') {
      probe = setTimeout(askServer, reach === 'denied' ? PROBE_DENIED_MS : probeMs);
      return;
    }
    log.info({ event: 'mailer.works-again' });
    isDown = false;
    await giveAnotherTry();
  };

  /** What waited for the server only, in an earlier life of this worker too. */
  const giveAnotherTry = async () => {
    try {
      await releaseUnreachable(context());
    } catch (error) {
      log.error({ event: 'outbox.not-read' }, error);
    }
    wake();
  };

  const poll = setInterval(wake, pollMs);
  void giveAnotherTry();

  return {
    wake,
    async stop() {
      isStopping = true;
      clearInterval(poll);
      clearTimeout(probe);
      await taking;
      await Promise.all(inHand.values());
    },
  };
}

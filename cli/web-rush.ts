import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_EVERY_MS = 200;
/** 20 MB a second: sealing them takes a tenth of a processor. One person's line seldom brings so much. */
const RUSH_BYTES = 4_000_000;

type Coming = { socket: Socket; counted: number };

/**
 * Counts what bodies bring, and calls `tell` as long as they bring it fast, or several that came with them have no answer
 * yet: what is done for these holds up the bodies behind them.
 */
export function watchRush(tell: () => unknown, { everyMs = LOOK_EVERY_MS, rushBytes = RUSH_BYTES } = {}) {
  const coming = new Map<IncomingMessage, Coming>();
  let brought = 0;
  let isOn = false;
  const count = (one: Coming) => {
    const { bytesRead } = one.socket;
    brought += bytesRead - one.counted;
    one.counted = bytesRead;
  };
  const look = () => {
    for (const one of coming.values()) count(one);
    isOn = brought >= rushBytes || (isOn && wholeOf(coming) > 1);
    if (isOn) tell();
    brought = 0;
  };
  const timer = setInterval(look, everyMs).unref();
  return {
    /** A body begins to come. */
    begins(request: IncomingMessage) {
      coming.set(request, { socket: request.socket, counted: request.socket.bytesRead });
    },
    /** It has its answer. */
    ends(request: IncomingMessage) {
      const one = coming.get(request);
      if (one) count(one);
      coming.delete(request);
    },
    stop: () => clearInterval(timer),
  };
}

function wholeOf(coming: ReadonlyMap<IncomingMessage, Coming>): number {
  return [...coming.keys()].filter(({ complete }) => complete).length;
}

import type { Socket } from 'node:net';

const LOOK_EVERY_MS = 200;
/** 20 MB a second: sealing them takes a tenth of a processor. One person's line seldom brings so much. */
const RUSH_BYTES = 4_000_000;

/** Counts what bodies bring, and calls `tell` as long as they bring it fast. */
export function watchRush(tell: () => unknown, { everyMs = LOOK_EVERY_MS, rushBytes = RUSH_BYTES } = {}) {
  const counted = new Map<Socket, number>();
  let brought = 0;
  const count = (socket: Socket) => {
    const { bytesRead } = socket;
    brought += bytesRead - (counted.get(socket) ?? bytesRead);
    counted.set(socket, bytesRead);
  };
  const look = () => {
    for (const socket of counted.keys()) count(socket);
    if (brought >= rushBytes) tell();
    brought = 0;
  };
  const timer = setInterval(look, everyMs).unref();
  return {
    /** A body begins to come over this line. */
    begins: (socket: Socket) => void counted.set(socket, socket.bytesRead),
    ends(socket: Socket) {
      count(socket);
      counted.delete(socket);
    },
    stop: () => clearInterval(timer),
  };
}

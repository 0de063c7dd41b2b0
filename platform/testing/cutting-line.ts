import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where a connection breaks: after so many bytes from the client, or when the answer to them begins. */
export type Cut = { after: number } | 'before-answer';

export type CuttingLine = {
  port: number;
  /** bytes that went through towards the server */
  forwarded(): number;
  /** Breaks the next connection; without this it holds. */
  cutNext(cut: Cut): void;
  close(): Promise<void>;
};

/** A line to `target` on loopback that breaks where it is told to. */
export async function cuttingLine(target: number): Promise<CuttingLine> {
  const open = new Set<Socket>();
  let forwarded = 0;
  let next: Cut | null = null;

  const server = createServer((client) => {
    const cut = next;
    next = null;
    const upstream = connect(target, '127.0.0.1');
    // What has gone through arrives; the client hears nothing more.
    const breakOff = () => {
      upstream.end();
      client.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => open.delete(socket));
    }
    let left = cut !== null && cut !== 'before-answer' ? cut.after : Number.POSITIVE_INFINITY;
    client.on('data', (chunk: Buffer) => {
      const passing = chunk.subarray(0, left);
      left -= passing.length;
      forwarded += passing.length;
      const mayGoOn = upstream.write(passing);
      if (left <= 0) return breakOff();
      if (mayGoOn) return;
      client.pause();
      upstream.once('drain', () => client.resume());
    });
    upstream.on('data', (chunk: Buffer) => {
      if (cut === 'before-answer') breakOff();
      else client.write(chunk);
    });
    client.once('close', () => upstream.end());
    upstream.once('close', () => client.destroy());
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    forwarded: () => forwarded,
    cutNext: (cut) => {
      next = cut;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

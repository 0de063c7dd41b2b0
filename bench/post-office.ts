import { SMTPServer } from 'smtp-server';

/** When a mail's last byte had come, by its Message-ID. */
export type Arrivals = Map<string, number[]>;

export type PostOffice = { port: number; arrivals: Arrivals; close(): Promise<void> };

/** A mail server on this machine that takes everything and notes when; `port` to come back where it was. */
export async function openPostOffice(port = 0, arrivals: Arrivals = new Map()): Promise<PostOffice> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const at = performance.timeOrigin + performance.now();
        const id = /^message-id:\s*(<\S+>)/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? '';
        arrivals.set(id, [...(arrivals.get(id) ?? []), at]);
        done();
      });
    },
  });
  // A client that goes away in the middle is not the post office's concern.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    arrivals,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

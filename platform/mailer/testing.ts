import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type ReceivedMail = { from: string; to: string[]; greetedAs: string; raw: string; parsed: ParsedMail };

export type TestSmtp = {
  url: string;
  port: number;
  received: ReceivedMail[];
  /** sessions that have been opened so far */
  sessions: number;
  /** Resolves with the first mail that has arrived, once there are `count`. */
  arrival(count?: number): Promise<ReceivedMail[]>;
  stop(): Promise<void>;
};

type Behaviour = {
  port?: number;
  /** throw what `reply` makes to refuse the recipient */
  onRecipient?: (address: string) => void;
  /** the same at the end of DATA; or hang up, or wait */
  onData?: (mail: { from: string; to: string[] }) => void | Promise<void>;
  options?: Partial<SMTPServerOptions>;
};

/** A refusal as the server words it. */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A mail server on loopback that keeps what it takes. */
export async function startSmtp({ port = 0, onRecipient, onData, options }: Behaviour = {}): Promise<TestSmtp> {
  const received: ReceivedMail[] = [];
  const waiting: { count: number; done: (mails: ReceivedMail[]) => void }[] = [];
  const smtp: TestSmtp = {
    url: '',
    port,
    received,
    sessions: 0,
    arrival: (count = 1) =>
      new Promise((resolve) => {
        waiting.push({ count, done: resolve });
        tell();
      }),
    stop: async () => {
      if (!server.server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const connection of server.connections) connection.close();
      await closed;
    },
  };
  const tell = () => {
    for (const one of waiting.filter(({ count }) => received.length >= count)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.done(received);
    }
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      smtp.sessions += 1;
      done();
    },
    onRcptTo: (recipient, _session, done) => settle(() => onRecipient?.(recipient.address), done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () =>
        settle(
          async () => {
            const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
            const to = session.envelope.rcptTo.map((recipient) => recipient.address);
            await onData?.({ from, to });
            const raw = Buffer.concat(chunks).toString('utf8');
            received.push({ from, to, greetedAs: session.hostNameAppearsAs, raw, parsed: await simpleParser(raw) });
          },
          done,
          tell,
        ),
      );
    },
    ...options,
  });
  // Clients of a server that is going away hang up in every way there is.
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  smtp.port = address.port;
  smtp.url = `smtp://127.0.0.1:${address.port}`;
  return smtp;
}

function settle(work: () => unknown, done: (error?: Error | null) => void, after: () => void = () => {}): void {
  Promise.resolve()
    .then(work)
    .then(
      () => {
        done();
        after();
      },
      (error: Error) => done(error),
    );
}

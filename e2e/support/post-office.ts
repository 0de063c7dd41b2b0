import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type Delivered = { from: string; to: string[]; mail: ParsedMail };
export type PostOffice = { delivered: Delivered[]; close(): Promise<void> };

/** A true SMTP server that takes every mail and keeps it in memory. */
export async function openPostOffice(port: number): Promise<PostOffice> {
  const delivered: Delivered[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      simpleParser(stream)
        .then((mail) => {
          delivered.push({ from, to: rcptTo.map((one) => one.address), mail });
          done();
        })
        .catch(done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { delivered, close: () => new Promise((resolve) => server.close(resolve)) };
}

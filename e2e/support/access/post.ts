import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../another-portal';
import { recipients } from '../mailbox';
import { codeIn, holdsCode } from '../member';
import { expect } from '../test';

/** A true SMTP server that keeps what it takes in memory, and takes nothing for some addresses. */
export class Post {
  readonly #fresh: ParsedMail[] = [];
  readonly #server: SMTPServer;

  private constructor(
    readonly port: number,
    refused: readonly string[],
  ) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(refused.includes(address) ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null),
      onData: (stream, _session, done) => {
        simpleParser(stream)
          .then((mail) => {
            this.#fresh.push(mail);
            done();
          })
          .catch(done);
      },
    });
  }

  static async open({ refused }: { refused: readonly string[] }): Promise<Post> {
    const post = new Post(await freePort(), refused);
    await new Promise<void>((resolve, reject) => {
      post.#server.once('error', reject);
      post.#server.listen(post.port, '127.0.0.1', resolve);
    });
    return post;
  }

  /** The code in the next mail to each. */
  async codesTo(addresses: string[]): Promise<Map<string, string>> {
    const mails = await this.proofsTo(addresses);
    return new Map([...mails].map(([address, mail]) => [address, codeIn(mail)]));
  }

  /** The next mail with a code to each, whatever else is on its way to them. */
  async proofsTo(addresses: string[]): Promise<Map<string, ParsedMail>> {
    const mails = new Map<string, ParsedMail>();
    const without = () => {
      for (const mail of this.#fresh.splice(0).filter(holdsCode))
        for (const address of recipients(mail)) if (addresses.includes(address)) mails.set(address, mail);
      return addresses.filter((address) => !mails.has(address));
    };
    await expect
      .poll(without, { message: 'to whom no code was sent', timeout: 30_000, intervals: [50, 100, 250] })
      .toEqual([]);
    return mails;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

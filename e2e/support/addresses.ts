import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** Linux answers on every address of 127/8; elsewhere all persons share one. */
const HAS_MANY_ADDRESSES = process.platform === 'linux';
let given = 0;

/**
 * A way to the portal that leaves from an address of its own. The portal counts tries per address, and in the
 * journeys many people come from one machine.
 */
export class Address {
  readonly #localAddress: string;
  readonly #server: Server;

  private constructor(localAddress: string) {
    this.#localAddress = localAddress;
    this.#server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
    this.#server.on('connect', (incoming, socket) => this.#tunnel(incoming, socket));
  }

  static async open(): Promise<Address> {
    given += 1;
    const address = new Address(`127.${1 + (process.pid % 250)}.${Math.floor(given / 250)}.${1 + (given % 250)}`);
    await new Promise<void>((resolve) => address.#server.listen(0, '127.0.0.1', resolve));
    return address;
  }

  get proxy(): { server: string } | undefined {
    const { port } = this.#server.address() as AddressInfo;
    return HAS_MANY_ADDRESSES ? { server: `http://127.0.0.1:${port}` } : undefined;
  }

  /** Breaks every connection there is; the next one holds. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const url = new URL(incoming.url ?? '/');
    const { 'proxy-connection': _, ...headers } = incoming.headers;
    const onward = request(
      {
        host: '127.0.0.1',
        port: url.port || 80,
        path: url.pathname + url.search,
        method: incoming.method,
        headers,
        localAddress: this.#localAddress,
        // A kept connection may be closed by the portal just as it is used again.
        agent: false,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }
  /** Playwright's own requests ask for a tunnel, pages for one request at a time. */
  #tunnel(incoming: IncomingMessage, socket: Duplex): void {
    const port = Number(new URL(`http://${incoming.url}`).port || 80);
    const onward = connect({ host: '127.0.0.1', port, localAddress: this.#localAddress }, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  }
}

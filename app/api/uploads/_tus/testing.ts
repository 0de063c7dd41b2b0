import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { draftOf } from '@/domain/applications/commands';
import type { Ctx } from '@/domain/context';
import { openMyFile, versionsOf } from '@/domain/documents/queries';
import { answerUpload } from './answer';

export type Served = { url: string; port: number; close(): Promise<void> };

/** The uploads of a portal over real HTTP on loopback, as the web process serves them. */
export async function serveUploads(contextOf: () => Ctx): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    answerUpload(requestOf(incoming), contextOf()).then(
      (response) => send(response, outgoing),
      (error: unknown) => outgoing.writeHead(599).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/api/uploads`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = 'GET', headers, url } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}),
  } as RequestInit);
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** What has become of the files of a draft, by slot. */
export async function documentsIn(ctx: Ctx, draft: string): Promise<Record<string, { name: string; bytes: Buffer }>> {
  const found = await draftOf(ctx, draft);
  if (!found) return {};
  const key = await ctx.keyStore.get(found.applicationId);
  if (!key) throw new Error('a draft without its key');
  const versions = await versionsOf(ctx, found.applicationId, key);
  const pairs = versions.map(async (version) => {
    const file = openMyFile(ctx, version);
    return [file.slot, { name: file.name, bytes: await buffer(file.read()) }] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

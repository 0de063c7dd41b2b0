import { createHash, randomUUID } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';

/**
 * What uploads are compared with: the same parser, a hash, a file, fsync of file and folder, and nothing else. No
 * sealing, no database, no framework. Tells its parent the port it listens on.
 */
export async function bareServer(folder: string): Promise<void> {
  const server = createServer((request, response) => {
    take(request, folder).then(
      () => response.end('ok'),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  process.send?.({ type: 'port', port: typeof address === 'object' ? address?.port : 0 });
  await new Promise((resolve) => process.once('disconnect', resolve));
  server.closeAllConnections();
  server.close();
}

async function take(request: IncomingMessage, folder: string): Promise<void> {
  const parser = new Busboy({ headers: { 'content-type': request.headers['content-type'] ?? '' } });
  const stored: Promise<void>[] = [];
  parser.on('file', (_name, stream) => stored.push(store(stream, folder)));
  const finished = new Promise<void>((resolve, reject) => parser.once('finish', resolve).once('error', reject));
  request.pipe(parser);
  await finished;
  await Promise.all(stored);
}

async function store(stream: Readable, folder: string): Promise<void> {
  const name = randomUUID();
  const hash = createHash('sha256');
  const file = await open(join(folder, `${name}.part`), 'wx');
  try {
    for await (const chunk of stream) {
      hash.update(chunk as Buffer);
      await file.write(chunk as Buffer);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(join(folder, `${name}.part`), join(folder, name));
  const shelf = await open(folder, 'r');
  await shelf.sync();
  await shelf.close();
  hash.digest('hex');
}

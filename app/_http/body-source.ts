import type { Readable } from 'node:stream';
import { RAW_BODY_HEADER, takeBody } from '@/platform/raw-bodies';

/** What is read of a request's body, each chunk for the reader alone; `cancel` gives the connection up. */
export type BodySource = {
  read(): Promise<{ done: false; value: Uint8Array } | { done: true }>;
  cancel(): Promise<void>;
};

/** Where a request's body comes from: the socket itself where the web process has kept it, else the request. */
export function bodySource(request: Request): BodySource | null {
  const name = request.headers.get(RAW_BODY_HEADER);
  const raw = name ? takeBody(name) : null;
  if (raw) return rawSource(raw);
  const reader = request.body?.getReader();
  if (!reader) return null;
  return {
    read: async () => {
      const { done, value } = await reader.read();
      // Another reader may hold the framework's own chunk.
      return done ? { done } : { done, value: Buffer.from(value) };
    },
    cancel: () => reader.cancel(),
  };
}

function rawSource(body: Readable): BodySource {
  const chunks = body.iterator({ destroyOnReturn: false });
  return {
    read: async () => {
      const { done, value } = await chunks.next();
      return done ? { done: true } : { done: false, value: value as Buffer };
    },
    cancel: async () => {
      body.destroy();
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

/*
 * The framework hands a route its request's body as a web stream, and copies every byte twice on the way: at 25 MB a
 * file most of the processor's time then goes into collecting the copies. The web process therefore keeps each body
 * here, under a name that only it can put into the request's headers, and the route reads the socket's own bytes.
 */
export const RAW_BODY_HEADER = 'x-portal-body';

/** Next bundles every route on its own; one register must serve them all. */
const shared = globalThis as typeof globalThis & { redaktionBodies?: Map<string, Readable> };

function register(): Map<string, Readable> {
  shared.redaktionBodies ??= new Map();
  return shared.redaktionBodies;
}

/** Keeps a body until it is taken, or until `forgetBody`. Answers its name. */
export function keepBody(body: Readable): string {
  const name = randomUUID();
  register().set(name, body);
  return name;
}

export function forgetBody(name: string): void {
  register().delete(name);
}

/** The body kept under that name, once; null where there is none. */
export function takeBody(name: string): Readable | null {
  const body = register().get(name) ?? null;
  register().delete(name);
  return body;
}

import { setTimeout as pause } from 'node:timers/promises';

type Failure = { kind: 'kill' } | { kind: 'throw' } | { kind: 'delay'; ms: number };

/** Thrown by `failpoint(name)` where `name=throw` was asked for. */
export class FailpointError extends Error {
  constructor(name: string) {
    super(`failpoint ${name}`);
    this.name = 'FailpointError';
  }
}

declare global {
  var redaktionFailpoints: Map<string, Failure> | undefined;
}

/**
 * Sets where this process fails on purpose: `name=kill|throw|delay:100,…` (milliseconds). Empty or absent clears
 * all. Throws on a spec it does not understand, so that a fault test never passes by testing nothing.
 */
export function configureFailpoints(spec: string | undefined): void {
  const entries = (spec ?? '').split(',').filter((entry) => entry.trim() !== '');
  // On globalThis because one process holds several bundles (ours and Next's), each with its own copy of this module.
  globalThis.redaktionFailpoints = new Map(entries.map(parseEntry));
}

/** Does nothing unless `configureFailpoints` named this place; `kill` ends the process as kill -9 does. */
export async function failpoint(name: string): Promise<void> {
  const failure = globalThis.redaktionFailpoints?.get(name);
  if (!failure) return;
  switch (failure.kind) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      return;
    case 'throw':
      throw new FailpointError(name);
    case 'delay':
      await pause(failure.ms);
  }
}

function parseEntry(entry: string): [string, Failure] {
  const [, name, action, ms] = /^([a-z0-9][a-z0-9._-]*)=(kill|throw|delay:(\d{1,6}))$/.exec(entry.trim()) ?? [];
  if (!name || !action) throw new Error(`failpoint not understood: ${entry.trim()}`);
  if (action === 'kill' || action === 'throw') return [name, { kind: action }];
  return [name, { kind: 'delay', ms: Number(ms) }];
}

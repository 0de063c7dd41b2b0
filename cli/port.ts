import { createServer } from 'node:net';
import { hasCode } from '@/platform/processes';
import { Refusal } from './terminal';

/** Refuses a port that cannot be listened on, before anything slow begins. */
export async function refuseBusyPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve));
  } catch (cause) {
    throw new Refusal(sentenceFor(cause, host, port), { cause });
  }
  await new Promise((resolve) => probe.close(resolve));
}

function sentenceFor(cause: unknown, host: string, port: number): string {
  if (hasCode(cause, 'EADDRINUSE')) {
    return `Port ${port} is used by another program. Stop that, or choose another port: PORT=${port + 1} npm start`;
  }
  if (hasCode(cause, 'EACCES')) {
    return `This user may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`;
  }
  if (hasCode(cause, 'EADDRNOTAVAIL', 'ENOTFOUND')) return `HOST ${host} is not an address of this machine.`;
  return `Port ${port} on ${host} cannot be listened on: ${cause instanceof Error ? cause.message : String(cause)}`;
}

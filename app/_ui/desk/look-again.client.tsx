'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const AGAIN_MS = 1_000;
/** Looking again over a dead line, or without a database, would leave the page, and take along what is being written on it. */
const ALIVE = '/readyz';

/**
 * Asks for what is being made, which brings its turn forward and answers when it is there, and then for the page again;
 * as long as somebody looks. Without an address there is nothing to ask for yet, and the page itself is looked at again.
 */
export function LookAgain({ address }: { address?: string }) {
  const router = useRouter();
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        const isThere = await (address === undefined ? isAlive(leaving.signal) : isMade(address, leaving.signal));
        if (leaving.signal.aborted) return;
        if (isThere) router.refresh();
      }
      timer = setTimeout(ask, AGAIN_MS);
    };
    timer = setTimeout(ask, address === undefined ? AGAIN_MS : 0);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [address, router]);
  return null;
}

/** A page is read from the database alone: a full disk, which readiness tells of as well, keeps nobody from it. */
async function isAlive(signal: AbortSignal): Promise<boolean> {
  const answer = await fetch(ALIVE, { signal }).catch(() => null);
  const parts: { database?: string } | null = (await answer?.json().catch(() => null)) ?? null;
  return parts?.database === 'ok';
}

/** A dead line, one that broke off, and a fault of ours say nothing. */
async function isMade(address: string, signal: AbortSignal): Promise<boolean> {
  const answer = await fetch(address, { signal }).catch(() => null);
  return answer !== null && answer.status !== 202 && answer.status < 500;
}

'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const AGAIN_MS = 1_000;

/**
 * Asks for what is being made, which brings its turn forward and answers when it is there, and then for the page again;
 * as long as somebody looks.
 */
export function LookAgain({ address }: { address: string }) {
  const router = useRouter();
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        const answer = await fetch(address, { signal: leaving.signal }).catch(() => null);
        if (leaving.signal.aborted) return;
        if (answer && answer.status !== 503) router.refresh();
      }
      timer = setTimeout(ask, AGAIN_MS);
    };
    void ask();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [address, router]);
  return null;
}

'use client';

import { useState } from 'react';

const TRIES = 20;
const AGAIN_MS = 1_500;

/** A page of a document. It may not be painted yet: then it is asked for again, in the place that is kept for it. */
export function PageImage(page: { address: string; width: number; height: number; name: string; isFirst: boolean }) {
  const [tries, setTries] = useState(0);
  const tryAgain = () => {
    if (tries < TRIES) setTimeout(() => setTries(tries + 1), AGAIN_MS);
  };
  return (
    <img
      src={tries === 0 ? page.address : `${page.address}?again=${tries}`}
      width={page.width}
      height={page.height}
      alt={page.name}
      loading={page.isFirst ? 'eager' : 'lazy'}
      fetchPriority={page.isFirst ? 'high' : undefined}
      decoding="async"
      onError={tryAgain}
    />
  );
}

'use client';

import { useEffect, useState } from 'react';
import { bringWordsBack, carryWords } from './carried-words';
import { Door } from './door';

type Props = { error: Error & { digest?: string }; retry: () => void };

/**
 * When something broke. The words stand here and in no catalogue: whatever broke may have been the way to it, and a
 * language known only to the server cannot be asked for. What was written on the page it takes the place of comes back
 * with that page.
 */
export function Fault({ error, retry }: Props) {
  useCarriedWords();
  return (
    <Door
      title="Something broke on our side"
      lead={`It is noted under the number ${error.digest ?? '–'}. Nothing you sent before is lost.`}
    >
      <p className="door__form">
        <button type="button" className="btn" onClick={retry}>
          Try again
        </button>
      </p>
    </Door>
  );
}

function useCarriedWords() {
  // While this is being made the page still stands; it is taken down only when this is put in its place.
  useState(() => typeof document !== 'undefined' && carryWords());
  // After the effects of the page that is back: what its forms keep themselves, they bring back themselves.
  useEffect(() => () => queueMicrotask(bringWordsBack), []);
}

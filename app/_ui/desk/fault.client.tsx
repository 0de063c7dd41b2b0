'use client';

import { Door } from './door';

type Props = { error: Error & { digest?: string }; reset: () => void };

/**
 * When something broke. The words stand here and in no catalogue: whatever broke may have been the way to it, and a
 * language known only to the server cannot be asked for.
 */
export function Fault({ error, reset }: Props) {
  return (
    <Door
      title="Something broke on our side"
      lead={`It is noted under the number ${error.digest ?? '–'}. Nothing you sent before is lost.`}
    >
      <p className="door__form">
        <button type="button" className="btn" onClick={reset}>
          Try again
        </button>
      </p>
    </Door>
  );
}

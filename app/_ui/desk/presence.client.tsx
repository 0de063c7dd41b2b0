'use client';

import { useEffect, useState } from 'react';

const EVERY_MS = 20_000;

/**
 * Says that this application is open here, and shows who else has it open, while the page is in front. Once the session
 * has ended it says so instead, and asks no more. An application that is gone meanwhile, or kept from the member, goes.
 */
export function Presence({ number, ended }: { number: string; ended: string }) {
  const [colleagues, setColleagues] = useState('');
  const [hasEnded, setEnded] = useState(false);

  useEffect(() => {
    if (hasEnded) return;
    const gone = new AbortController();
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const answer = await fetch(`/desk/applications/${encodeURIComponent(number)}/presence`, {
          method: 'POST',
          signal: gone.signal,
        });
        if (answer.status === 401) setEnded(true);
        if (answer.status === 404) return leave();
        if (answer.ok) setColleagues(await answer.text());
      } catch {
        // The line is down or the page is being left: what was shown last stands until it is back.
      }
    };
    // Whoever leafs through with a key held down is nowhere.
    const first = setTimeout(ask, 400);
    const again = setInterval(ask, EVERY_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      gone.abort();
      clearTimeout(first);
      clearInterval(again);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [number, hasEnded]);

  if (hasEnded)
    return (
      <span role="status">
        {/* A full load: what this page holds belongs to a session that is over. */}
        <a className="is-turn" href={`/sign-in?next=${encodeURIComponent(here())}`}>
          {ended}
        </a>
      </span>
    );
  return (
    <span className="presence" role="status" dir="auto" title={colleagues || undefined}>
      {colleagues}
    </span>
  );
}

/**
 * The application is not there any more, or not for this member: its page and whatever else was fetched ahead are from
 * before. A full load forgets all of them, which the router's own refresh does not, and says that there is nothing here.
 * Where the page has just sent a form, it may be gone by that, and the form's answer says where to go.
 */
function leave(): void {
  if (!document.querySelector('form[aria-busy="true"]')) window.location.reload();
}

function here(): string {
  return `${window.location.pathname}${window.location.search}`;
}

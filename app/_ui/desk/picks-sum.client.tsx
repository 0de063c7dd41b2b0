'use client';

import { useEffect, useState } from 'react';
import { boxesOf, forgetElsewhere, tickedElsewhere } from './ticks';

type Words = { selected: string; selectedMore: string; all: string; none: string };

const NOTHING = { here: 0, shown: 0, elsewhere: [] as readonly string[] };

/**
 * How many of the list are ticked, and a button for all of the page: nothing before scripts run, when each is ticked by hand.
 * What is ticked on the list's other pages goes with the form.
 */
export function PicksSum({ form, list, words }: { form: string; list: string; words: Words }) {
  const [{ here, shown, elsewhere }, setCounted] = useState(NOTHING);
  // After each time the page is drawn: other rows bring other boxes.
  useEffect(() => {
    const count = () => {
      const boxes = boxesOf(form);
      const now = {
        here: boxes.filter((box) => box.checked).length,
        shown: boxes.length,
        elsewhere: tickedElsewhere(list, boxes),
      };
      setCounted((before) => (isSame(before, now) ? before : now));
    };
    count();
    addEventListener('change', count);
    return () => removeEventListener('change', count);
  });
  const count = here + elsewhere.length;
  if (count === 0) return null;
  const isAll = here === shown;
  const said = elsewhere.length > 0 ? words.selectedMore : words.selected;
  return (
    <>
      {elsewhere.map((number) => (
        <input key={number} type="hidden" name="pick" value={number} />
      ))}
      <span role="status">
        {said.replace('{count}', String(count)).replace('{elsewhere}', String(elsewhere.length))}
      </span>
      <button
        type="button"
        className="as-link"
        onClick={() => {
          const boxes = boxesOf(form);
          if (isAll) forgetElsewhere(list, boxes);
          for (const box of boxes) if (box.checked === isAll) box.click();
          // Where no box stands here, none has said so.
          dispatchEvent(new Event('change'));
        }}
      >
        {isAll ? words.none : words.all}
      </button>
    </>
  );
}

function isSame(one: typeof NOTHING, other: typeof NOTHING): boolean {
  return one.here === other.here && one.shown === other.shown && one.elsewhere.join() === other.elsewhere.join();
}

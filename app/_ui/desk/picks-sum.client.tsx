'use client';

import { useEffect, useState } from 'react';
import { boxesOf } from './ticks';

type Words = { selected: string; all: string; none: string };

/** How many of the list are ticked, and a button for all of them: nothing before scripts run, when each is ticked by hand. */
export function PicksSum({ form, words }: { form: string; words: Words }) {
  const [ticked, setTicked] = useState(0);
  const [shown, setShown] = useState(0);
  // After each time the page is drawn: other rows bring other boxes.
  useEffect(() => {
    const count = () => {
      const boxes = boxesOf(form);
      setShown(boxes.length);
      setTicked(boxes.filter((box) => box.checked).length);
    };
    count();
    addEventListener('change', count);
    return () => removeEventListener('change', count);
  });
  if (ticked === 0) return null;
  const isAll = ticked === shown;
  return (
    <>
      <span role="status">{words.selected.replace('{count}', String(ticked))}</span>
      <button
        type="button"
        className="as-link"
        onClick={() => {
          for (const box of boxesOf(form)) if (box.checked === isAll) box.click();
        }}
      >
        {isAll ? words.none : words.all}
      </button>
    </>
  );
}

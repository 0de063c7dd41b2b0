'use client';

import { type RefObject, useEffect, useState } from 'react';
import { keyedElements, meaningOf } from './keyboard';
import type { KeyWords } from './page-words';

type Props = {
  dialog: RefObject<HTMLDialogElement | null>;
  words: KeyWords;
  used: boolean;
  onChoose: (on: boolean) => void;
};

/** The keys of this page, read from the page itself, and the switch that turns them off. */
export function Help({ dialog, words, used, onChoose }: Props) {
  const [list, setList] = useState<(readonly [key: string, meaning: string])[]>([]);

  useEffect(() => {
    const element = dialog.current;
    const read = () => {
      if (element?.open) setList(keysHere(words));
    };
    const watch = new MutationObserver(read);
    if (element) watch.observe(element, { attributeFilter: ['open'] });
    return () => watch.disconnect();
  }, [dialog, words]);

  return (
    <dialog className="keys" ref={dialog} aria-labelledby="keys">
      <h2 id="keys">{words.title}</h2>
      <dl className="kv">
        {list.map(([key, meaning]) => (
          <div key={`${key} ${meaning}`}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        {words.use}{' '}
        <input
          type="checkbox"
          role="switch"
          aria-checked={used}
          checked={used}
          onChange={(event) => onChoose(event.target.checked)}
        />
      </label>
      <button type="button" className="btn btn--small" onClick={() => dialog.current?.close()}>
        {words.close}
      </button>
    </dialog>
  );
}

/** First come, first served, as with the keys themselves. */
function keysHere(words: KeyWords): (readonly [string, string])[] {
  const keys = new Map<string, string>();
  for (const element of keyedElements()) {
    const key = (element.dataset.key ?? '').toUpperCase();
    if (!keys.has(key)) keys.set(key, meaningOf(element));
  }
  const inList: (readonly [string, string])[] =
    document.querySelector('.queue .entry[href]') && !keys.has('J') && !keys.has('K')
      ? [
          ['J K', words.through],
          ['↵', words.open],
        ]
      : [];
  const ticks: (readonly [string, string])[] = document.querySelector('.pickable') ? [['X', words.tick]] : [];
  const digits: (readonly [string, string])[] = document.querySelector('[role="radiogroup"]')
    ? [['1 … 5', words.digits]]
    : [];
  const chord = document.querySelector<HTMLElement>('[data-chord="enter"]');
  const sends: (readonly [string, string])[] = chord ? [['Ctrl ↵', meaningOf(chord)]] : [];
  return [...inList, ...ticks, ...keys, ...digits, ...sends, ['Ctrl K', words.palette], ['?', words.show]];
}

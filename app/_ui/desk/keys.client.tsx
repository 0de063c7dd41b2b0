'use client';

import { useEffect, useRef, useState } from 'react';
import type { KeyWords } from './page-words';

const REMEMBERED = 'desk-keys';

/**
 * Single keys for whoever reads all day: a key presses whatever on the page carries it in `data-key`. They never fire
 * while one writes, and can be switched off (WCAG 2.1.4).
 */
export function Keys({ words }: { words: KeyWords }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [used, setUsed] = useState(true);

  useEffect(() => setUsed(localStorage.getItem(REMEMBERED) !== 'off'), []);

  useEffect(() => {
    if (!used) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting(event.target)) return;
      if (event.key === '?') {
        dialog.current?.showModal();
        return;
      }
      const target = [...document.querySelectorAll<HTMLElement>('[data-key]')].find(
        (one) => one.dataset.key === event.key.toLowerCase(),
      );
      if (!target || dialog.current?.open) return;
      event.preventDefault();
      if (target instanceof HTMLInputElement) target.focus();
      else target.click();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [used]);

  function choose(on: boolean) {
    setUsed(on);
    localStorage.setItem(REMEMBERED, on ? 'on' : 'off');
  }

  return (
    <dialog className="keys" ref={dialog} aria-labelledby="keys">
      <h2 id="keys">{words.title}</h2>
      <dl className="kv">
        {words.list.map(([key, meaning]) => (
          <div key={key}>
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
          onChange={(event) => choose(event.target.checked)}
        />
      </label>
      <button type="button" className="btn btn--small" onClick={() => dialog.current?.close()}>
        {words.close}
      </button>
    </dialog>
  );
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

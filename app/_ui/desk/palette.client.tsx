'use client';

import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { isShown, keyedElements, meaningOf, press } from './keyboard';
import type { KeyWords } from './page-words';

type Command = { name: string; key: string; run: () => void };
type Props = { dialog: RefObject<HTMLDialogElement | null>; words: KeyWords; onDone: () => void };

/** Everything the page can do, by name: its ways, its keys, and a search for whatever else is typed (Ctrl K or ⌘ K). */
export function Palette({ dialog, words, onDone }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [all, setAll] = useState<Command[]>([]);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);

  useEffect(() => {
    const element = dialog.current;
    const watch = new MutationObserver(() => {
      if (!element?.open) return;
      setAll(commandsHere());
      setTyped('');
      setAt(0);
      field.current?.focus();
    });
    if (element) watch.observe(element, { attributeFilter: ['open'] });
    // A page that is still being drawn when this opens has little to offer at first.
    const drawn = new MutationObserver((changes) => {
      if (element?.open && changes.some(({ target }) => !element.contains(target))) setAll(commandsHere());
    });
    drawn.observe(document.body, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      drawn.disconnect();
    };
  }, [dialog]);

  const shown = matching(all, typed);
  const list = typed.trim() === '' || !findField() ? shown : [...shown, searchFor(typed.trim(), words)];
  const place = Math.min(at, list.length - 1);

  function run(command: Command | undefined) {
    if (!command) return;
    dialog.current?.close();
    command.run();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((place + step + list.length) % Math.max(1, list.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(list[place]);
    }
  }

  return (
    <dialog className="palette" ref={dialog} aria-label={words.commands} onCancel={() => setTimeout(onDone)}>
      <input
        ref={field}
        role="combobox"
        aria-label={words.commands}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={list[place] ? `${id}-${place}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        placeholder={words.commandsHint}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label={words.commands}>
        {list.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option that is active
          <div
            key={`${command.name} ${command.key}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === place}
            onClick={() => run(command)}
          >
            <span dir="auto">{command.name}</span>
            {command.key ? <kbd>{command.key}</kbd> : null}
          </div>
        ))}
      </div>
    </dialog>
  );
}

function commandsHere(): Command[] {
  // Also those for which a narrow window has no room.
  const ways = [...document.querySelectorAll<HTMLElement>('.rail li a[href]')].map((element) => ({
    name: firstWords(element),
    key: '',
    run: () => follow(element),
  }));
  const keyed = keyedElements().map((element) => ({
    name: meaningOf(element),
    key: (element.dataset.key ?? '').toUpperCase(),
    run: () => press(element),
  }));
  // What must not happen by a slip of one key has no key, only a name.
  const named = [...document.querySelectorAll<HTMLElement>('[data-command]')].filter(isShown).map((element) => ({
    name: meaningOf(element),
    key: '',
    run: () => press(element),
  }));
  const seen = new Set<string>();
  return [...keyed, ...named, ...ways].filter(({ name }) => name !== '' && !seen.has(name) && seen.add(name));
}

/** The way taken keeps the focus, as if it had been gone by the keyboard. */
function follow(element: HTMLElement): void {
  element.focus();
  element.click();
}

/** The name of a view without its count. */
function firstWords(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const count of copy.querySelectorAll('span')) count.remove();
  return (copy.textContent ?? '').trim();
}

function matching(commands: Command[], typed: string): Command[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return commands.filter(({ name }) => words.every((word) => folded(name).includes(word)));
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Not every page has one: what could not be done there is not offered. */
function findField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('[data-find] input[type="search"]');
}

function searchFor(typed: string, words: KeyWords): Command {
  return {
    name: words.searchFor.replace('{typed}', typed),
    key: '',
    run() {
      const input = findField();
      if (!input) return;
      input.value = typed;
      input.form?.requestSubmit();
      input.focus();
    },
  };
}

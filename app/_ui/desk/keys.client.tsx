'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { bringWordsBack } from './carried-words';
import { giveBackEarlyWords } from './early-words';
import { Help } from './help.client';
import { askBeforeLeaving, forgetAtSignOut } from './kept-words';
import { isWriting, keyedElements, keyOf, press, takeFocus } from './keyboard';
import { atListEdge, keepFocus, stepThroughList, watchList } from './list-focus';
import { guardFocus } from './lost-focus';
import type { KeyWords } from './page-words';
import { Palette } from './palette.client';
import { scoreByDigit } from './score-digits';
import { tickHere } from './ticks';

const REMEMBERED = 'desk-keys';

/**
 * Single keys for whoever reads all day. A key presses whatever on the page carries it in `data-key`; where nothing is
 * open, J and K walk through the list. They never fire while one writes, and can be switched off (WCAG 2.1.4).
 */
export function Keys({ words }: { words: KeyWords }) {
  const help = useRef<HTMLDialogElement>(null);
  const palette = useRef<HTMLDialogElement>(null);
  const [used, setUsed] = useState(true);
  const path = usePathname();
  const address = `${path}?${useSearchParams()}`;

  useLayoutEffect(() => giveBackEarlyWords(), []);
  useEffect(() => setUsed(localStorage.getItem(REMEMBERED) !== 'off'), []);

  // A page that came by itself leaves the keyboard where the eyes are: in the list, at what is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what the effect waits for
  useEffect(() => {
    keepFocus(path);
    bringWordsBack();
  }, [address]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const dialog = dialogFor(event, used);
      const does = dialog
        ? show({ help, palette }[dialog].current)
        : sentByChord(event) || left(event) || (used && isSingleKey(event) && answered(event));
      if (does) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [used]);

  useEffect(() => guardFocus(), []);
  useEffect(() => watchList(), []);
  useEffect(() => forgetAtSignOut(), []);
  useEffect(() => askBeforeLeaving(), []);

  function choose(on: boolean) {
    setUsed(on);
    localStorage.setItem(REMEMBERED, on ? 'on' : 'off');
  }

  return (
    <>
      <Help dialog={help} words={words} used={used} onChoose={choose} />
      <Palette dialog={palette} words={words} onDone={takeFocus} />
    </>
  );
}

/** Which of the two dialogs a key opens; the palette's chord also works while one writes and with single keys off. */
function dialogFor(event: KeyboardEvent, used: boolean): 'help' | 'palette' | null {
  if (isPaletteKey(event)) return 'palette';
  return used && keyOf(event) === '?' && isSingleKey(event) ? 'help' : null;
}

function show(dialog: HTMLDialogElement | null): boolean {
  if (dialog && document.querySelector('dialog[open]') === null) dialog.showModal();
  return true;
}

function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.metaKey || event.ctrlKey) && keyOf(event) === 'k';
}

function isSingleKey(event: KeyboardEvent): boolean {
  const isTaken = event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isWriting(event.target);
  return !isTaken && document.querySelector('dialog[open]') === null;
}

/** Ctrl or ⌘ with Enter presses the button of the form one writes in that says so. */
function sentByChord(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return false;
  const form = event.target instanceof HTMLElement ? event.target.closest('form') : null;
  const button = form?.querySelector<HTMLButtonElement>('button[data-chord="enter"]');
  button?.click();
  return button !== null && button !== undefined;
}

/** Escape leaves an open menu for its name, and a field or a row of scores for the list, where all keys work again. */
function left(event: KeyboardEvent): boolean {
  const { key, target } = event;
  const isTaken = event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null;
  if (key !== 'Escape' || isTaken || !(target instanceof HTMLElement)) return false;
  const menu = target.closest<HTMLDetailsElement>('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
    return true;
  }
  const isLeft = isWriting(target) || target.closest('[role="radiogroup"]') !== null;
  if (isLeft) takeFocus();
  return isLeft;
}

/** Does what the key stands for here; false where it stands for nothing. */
function answered(event: KeyboardEvent): boolean {
  if (scoreByDigit(event)) return true;
  const key = keyOf(event);
  if ((key === 'j' || key === 'k') && stepThroughList(key)) return true;
  if (key === 'x' && tickHere()) return true;
  const target = keyedElements().find((element) => element.dataset.key === key);
  if (!target) return false;
  atListEdge(null);
  press(target);
  return true;
}

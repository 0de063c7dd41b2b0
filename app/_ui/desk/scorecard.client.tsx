'use client';

import { useEffect, useRef, useState } from 'react';
import type { ActionState } from '@/app/_http/action-state';

type Words = Record<'saving' | 'saved' | 'offline' | 'failed', string>;
type Said = keyof Words | null;
type Save = (previous: ActionState, form: FormData) => Promise<ActionState>;

const TYPING_MS = 900;
const AGAIN_MS = 8000;

/** What could not be saved yet, by application: it outlives a turn of the page, not the tab. */
const unsaved = new Map<string, [string, string][]>();

/** Saves the form it stands in as it is filled in, tells how that went, and clears a criterion by 0 or Backspace. */
export function Autosave({ number, save, words }: { number: string; save: Save; words: Words }) {
  const line = useRef<HTMLParagraphElement>(null);
  // Another function after each refresh of the page, which must not end what waits to be saved.
  const way = useRef(save);
  const [said, say] = useState<Said>(null);
  const [refusal, refuse] = useState('');

  useEffect(() => {
    way.current = save;
  }, [save]);

  useEffect(() => {
    const form = line.current?.closest('form');
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;

    async function keep(card: HTMLFormElement) {
      clearTimeout(timer);
      timer = undefined;
      turn += 1;
      const mine = turn;
      const typed = new FormData(card);
      unsaved.set(number, entriesOf(typed));
      say('saving');
      const answer = await way.current({}, typed).catch(() => null);
      if (mine !== turn) return;
      if (answer && !answer.error) {
        unsaved.delete(number);
        say('saved');
        return;
      }
      refuse(answer?.error ?? '');
      say(answer ? 'failed' : 'offline');
      if (!answer) timer = setTimeout(() => void keep(card), AGAIN_MS);
    }

    const given = (event: Event) => {
      if (event.target instanceof HTMLInputElement) void keep(form);
    };
    const written = (event: Event) => {
      if (!(event.target instanceof HTMLTextAreaElement)) return;
      clearTimeout(timer);
      unsaved.set(number, entriesOf(new FormData(form)));
      timer = setTimeout(() => void keep(form), TYPING_MS);
    };
    const left = (event: Event) => {
      if (event.target instanceof HTMLTextAreaElement && timer) void keep(form);
    };
    const cleared = (event: KeyboardEvent) => {
      if (!['0', 'Backspace', 'Delete'].includes(event.key) || !(event.target instanceof HTMLInputElement)) return;
      const chosen = event.target.closest('[role="radiogroup"]')?.querySelector<HTMLInputElement>('input:checked');
      event.preventDefault();
      if (!chosen) return;
      chosen.checked = false;
      void keep(form);
    };
    const online = () => unsaved.has(number) && void keep(form);
    const leaving = (event: BeforeUnloadEvent) => unsaved.has(number) && event.preventDefault();

    if (restore(form, unsaved.get(number))) void keep(form);
    form.addEventListener('change', given);
    form.addEventListener('input', written);
    form.addEventListener('focusout', left);
    form.addEventListener('keydown', cleared);
    addEventListener('online', online);
    addEventListener('beforeunload', leaving);
    return () => {
      if (timer) void keepBehind(number, way.current);
      clearTimeout(timer);
      form.removeEventListener('change', given);
      form.removeEventListener('input', written);
      form.removeEventListener('focusout', left);
      form.removeEventListener('keydown', cleared);
      removeEventListener('online', online);
      removeEventListener('beforeunload', leaving);
    };
  }, [number]);

  const isTrouble = said === 'offline' || said === 'failed';
  return (
    <p
      ref={line}
      className={isTrouble ? 'hint is-turn' : 'hint'}
      role={isTrouble ? 'alert' : 'status'}
      data-saved={said}
    >
      {said ? words[said] : null} {said === 'failed' ? refusal : null}
    </p>
  );
}

/** Saves what was still being written when its page was left. */
async function keepBehind(number: string, save: Save): Promise<void> {
  const form = new FormData();
  for (const [name, value] of unsaved.get(number) ?? []) form.append(name, value);
  const answer = await save({}, form).catch(() => null);
  if (answer && !answer.error) unsaved.delete(number);
}

function entriesOf(form: FormData): [string, string][] {
  return [...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

function restore(form: HTMLFormElement, kept: [string, string][] | undefined): boolean {
  if (!kept) return false;
  for (const radio of form.querySelectorAll<HTMLInputElement>('input[type="radio"]'))
    radio.checked = kept.some(([name, value]) => name === radio.name && value === radio.value);
  const note = form.querySelector('textarea');
  if (note) note.value = kept.find(([name]) => name === note.name)?.[1] ?? note.value;
  return true;
}

'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { complete, type Fields, give, hasUnsent, missingOn, type Save, sendUnsent } from './kept-card';
import { keyOf } from './keyboard';

type Words = Record<'saving' | 'saved' | 'offline' | 'failed', string>;
type Said = keyof Words | null;

const TYPING_MS = 900;
const AGAIN_MS = 8000;

type Props = {
  number: string;
  /** when the page was made, by the portal's clock */
  madeAt: number;
  /** the card as this page knows it */
  isFinished: boolean;
  save: Save;
  words: Words;
};

/** Saves what is changed in the form it stands in, tells how that went, and clears a criterion by 0 or Backspace. */
export function Autosave({ number, madeAt, isFinished, save, words }: Props) {
  const line = useRef<HTMLParagraphElement>(null);
  // Another function after each refresh of the page, which must not end what waits to be saved.
  const way = useRef(save);
  const made = useRef(madeAt);
  const [said, say] = useState<Said>(null);
  const [refusal, refuse] = useState('');

  useEffect(() => {
    way.current = (previous, form) => {
      form.append('finished', isFinished ? 'yes' : '');
      return save(previous, form);
    };
  }, [save, isFinished]);

  // Before anything is shown: a page from the browser's memory would show an emptier card for a moment.
  useLayoutEffect(() => {
    const form = line.current?.closest('form');
    if (form) fill(form, missingOn(number, made.current));
  }, [number]);

  useEffect(() => {
    const form = line.current?.closest('form');
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let turn = 0;

    async function keep() {
      clearTimeout(timer);
      timer = undefined;
      turn += 1;
      const mine = turn;
      say('saving');
      const answer = await sendUnsent(number, way.current);
      if (mine !== turn) return;
      if (answer && !answer.error) {
        say('saved');
        return;
      }
      refuse(answer?.error ?? '');
      say(answer ? 'failed' : 'offline');
      if (!answer) timer = setTimeout(() => void keep(), AGAIN_MS);
    }

    const given = ({ target }: Event) => {
      if (!(target instanceof HTMLInputElement)) return;
      give(number, target.name, target.value);
      void keep();
    };
    const written = ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement)) return;
      clearTimeout(timer);
      give(number, target.name, target.value);
      timer = setTimeout(() => void keep(), TYPING_MS);
    };
    const left = (event: Event) => {
      if (event.target instanceof HTMLTextAreaElement && timer) void keep();
    };
    const cleared = (event: KeyboardEvent) => {
      if (!['0', 'backspace', 'delete'].includes(keyOf(event)) || !(event.target instanceof HTMLInputElement)) return;
      const chosen = event.target.closest('[role="radiogroup"]')?.querySelector<HTMLInputElement>('input:checked');
      event.preventDefault();
      if (!chosen) return;
      chosen.checked = false;
      give(number, chosen.name, '');
      void keep();
    };
    const sending = ({ formData }: FormDataEvent) => complete(number, formData);
    const online = () => hasUnsent(number) && void keep();
    const leaving = (event: BeforeUnloadEvent) => hasUnsent(number) && event.preventDefault();

    if (hasUnsent(number)) void keep();
    form.addEventListener('change', given);
    form.addEventListener('input', written);
    form.addEventListener('focusout', left);
    form.addEventListener('keydown', cleared);
    form.addEventListener('formdata', sending);
    addEventListener('online', online);
    addEventListener('beforeunload', leaving);
    return () => {
      if (timer) void sendUnsent(number, way.current);
      clearTimeout(timer);
      form.removeEventListener('change', given);
      form.removeEventListener('input', written);
      form.removeEventListener('focusout', left);
      form.removeEventListener('keydown', cleared);
      form.removeEventListener('formdata', sending);
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

function fill(form: HTMLFormElement, fields: Fields): void {
  for (const radio of form.querySelectorAll<HTMLInputElement>('input[type="radio"]')) {
    const value = fields.get(radio.name);
    if (value !== undefined) radio.checked = radio.value === value;
  }
  const note = form.querySelector('textarea');
  if (note) note.value = fields.get(note.name) ?? note.value;
}

'use client';

import { useEffect, useRef, useState } from 'react';
import { useSent } from './action-form.client';
import { isBox, isWritten, write } from './form-fields';
import { forgetWords, keepWords, keptWords, sendWords, type Written } from './kept-words';

type Props = {
  of: string;
  /** where sending leads back to the same page: what that shows differently once the words have been taken */
  until?: string;
  words: { back: string; drop: string };
};

/**
 * Keeps what is typed into the form it stands in until it is sent: Escape, Cancel and Back lose nothing, and before a
 * reload the browser asks. It stays in this page's memory, and goes when the member signs out.
 */
export function KeptWords({ of, until = '', words }: Props) {
  const line = useRef<HTMLParagraphElement>(null);
  const isSent = useRef(false);
  const about = useRef(of);
  const sent = useSent();
  const [isBack, setBack] = useState(false);

  useEffect(() => {
    if (sent.error) isSent.current = false;
  }, [sent]);

  useEffect(() => {
    const form = line.current?.closest('form');
    if (!form) return;
    // The form stands, and its words with it, while what it is about has become less.
    if (about.current !== of) forgetWords(about.current);
    about.current = of;
    const here = location.href;
    isSent.current = false;
    const kept = keptWords(of, until);
    setBack(kept !== null && fill(form, kept));
    const hasWords = () => fields(form).some((field) => !isBox(field) && isWritten(field));
    const typed = () => (hasWords() ? keepWords(of, readFrom(form)) : forgetWords(of));
    // Typed before this listened.
    if (hasWords()) typed();
    const submitted = ({ submitter }: SubmitEvent) => {
      isSent.current = submitter?.getAttribute('name') === 'then';
      sendWords(of, until);
    };
    form.addEventListener('input', typed);
    form.addEventListener('submit', submitted);
    return () => {
      form.removeEventListener('input', typed);
      form.removeEventListener('submit', submitted);
      // What was sent and taken leads elsewhere; over a dead line the page stays where it is, and the words are needed.
      if (isSent.current && location.href !== here) forgetWords(of);
    };
  }, [of, until]);

  function drop() {
    const form = line.current?.closest('form');
    forgetWords(of);
    setBack(false);
    form?.reset();
    form?.querySelector<HTMLElement>('textarea, input:not([type="hidden"])')?.focus();
  }

  return (
    <p ref={line} className="hint" role="status">
      {isBack ? (
        <>
          {words.back}{' '}
          <button type="button" className="as-link" onClick={drop}>
            {words.drop}
          </button>
        </>
      ) : null}
    </p>
  );
}

function fields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement)[] {
  return [
    ...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      'textarea[name], input[name]:not([type="hidden"])',
    ),
  ];
}

function readFrom(form: HTMLFormElement): Written {
  return Object.fromEntries(fields(form).map(({ name, value }) => [name, value]));
}

/** Answers whether anything reads otherwise now. */
function fill(form: HTMLFormElement, kept: Written): boolean {
  const others = fields(form).filter(({ name, value }) => kept[name] !== undefined && kept[name] !== value);
  for (const field of others) write(field, kept[field.name] ?? field.value);
  return others.length > 0;
}

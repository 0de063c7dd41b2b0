'use client';

import { useEffect, useRef, useState } from 'react';
import { useSent } from './action-form.client';
import { forgetWords, keepWords, keptWords, type Written } from './kept-words';

type Props = { of: string; words: { back: string; drop: string } };

/**
 * Keeps what is typed into the form it stands in until it is sent: Escape, Cancel and Back lose nothing, and before a
 * reload the browser asks. It stays in this page's memory, and goes when the member signs out.
 */
export function KeptWords({ of, words }: Props) {
  const line = useRef<HTMLParagraphElement>(null);
  const isSent = useRef(false);
  const sent = useSent();
  const [isBack, setBack] = useState(false);

  useEffect(() => {
    if (sent.error) isSent.current = false;
  }, [sent]);

  useEffect(() => {
    const form = line.current?.closest('form');
    if (!form) return;
    const here = location.href;
    isSent.current = false;
    const kept = keptWords(of);
    setBack(kept !== null && fill(form, kept));
    const typed = () => keepWords(of, readFrom(form));
    // Typed before this listened.
    if (fields(form).some((field) => field.value !== field.defaultValue)) typed();
    const submitted = ({ submitter }: SubmitEvent) => {
      isSent.current = submitter?.getAttribute('name') === 'then';
    };
    form.addEventListener('input', typed);
    form.addEventListener('submit', submitted);
    return () => {
      form.removeEventListener('input', typed);
      form.removeEventListener('submit', submitted);
      // What was sent and taken leads elsewhere; over a dead line the page stays where it is, and the words are needed.
      if (isSent.current && location.href !== here) forgetWords(of);
    };
  }, [of]);

  function drop() {
    const form = line.current?.closest('form');
    forgetWords(of);
    setBack(false);
    form?.reset();
    form?.querySelector('textarea')?.focus();
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
  for (const field of others) field.value = kept[field.name] ?? field.value;
  return others.length > 0;
}

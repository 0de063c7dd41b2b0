'use client';

import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { TypedArea } from './action-form.client';

type Props = { name: string; label: string; suggestions: string; members: readonly string[] };

/** A field for a comment: after an @ it offers the colleagues' names. Typing a name out does the same. */
export function MentionArea({ name, label, suggestions, members }: Props) {
  const list = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [offered, setOffered] = useState<readonly string[]>([]);
  const [active, setActive] = useState(0);

  function offer() {
    // What is put back into it may end with a name that was begun, while one is elsewhere.
    const begun = document.activeElement === area.current ? begunName(area.current) : null;
    const found = begun === null ? [] : members.filter((member) => fits(member, begun)).slice(0, 6);
    setOffered(found);
    setActive(0);
  }

  function take(member: string) {
    const field = area.current;
    const begun = begunName(field);
    if (!field || begun === null) return;
    field.setRangeText(`${member} `, field.selectionStart - begun.length, field.selectionStart, 'end');
    field.focus();
    setOffered([]);
  }

  function press(event: KeyboardEvent) {
    if (offered.length === 0) return;
    const chosen = offered[active];
    if (event.key === 'ArrowDown') setActive((active + 1) % offered.length);
    else if (event.key === 'ArrowUp') setActive((active + offered.length - 1) % offered.length);
    else if (event.key === 'Escape') setOffered([]);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <TypedArea
        ref={area}
        className="say__in"
        name={name}
        aria-label={label}
        placeholder={label}
        rows={2}
        maxLength={5000}
        dir="auto"
        required
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? list : undefined}
        aria-activedescendant={offered.length > 0 ? `${list}-${active}` : undefined}
        onInput={offer}
        onKeyDown={press}
        onBlur={() => setOffered([])}
      />
      {offered.length > 0 ? (
        <div className="offers" id={list} role="listbox" aria-label={suggestions}>
          {offered.map((member, place) => (
            <div
              key={member}
              id={`${list}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === active}
              // Before the field loses the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                take(member);
              }}
            >
              {member}
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
}

/** What stands between the last @ and the caret; null where no name has begun. */
function begunName(field: HTMLTextAreaElement | null): string | null {
  if (!field) return null;
  const before = field.value.slice(0, field.selectionStart);
  return /(?:^|[^\p{L}\p{N}_.])@([\p{L}\p{N}][^@\n]{0,30}|)$/u.exec(before)?.[1] ?? null;
}

function fits(member: string, begun: string): boolean {
  return member.toLowerCase().startsWith(begun.toLowerCase()) && member !== begun.trimEnd();
}

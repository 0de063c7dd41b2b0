'use client';

import { useRouter } from 'next/navigation';
import { type MouseEvent, useLayoutEffect, useMemo, useRef } from 'react';
import { Mark } from './mark';
import { Own } from './own';
import { unpackRows } from './packed-rows';
import type { QueueRow, QueueWords } from './queue-rows';
import { Spread } from './spread';
import { restoreTicks, tick } from './ticks';

type Props = {
  /** the rows, by `packRows` */
  packed: string;
  words: QueueWords;
  /** what follows the number in an application's address: "?view=all", or nothing */
  query: string;
  /** the form that the ticks belong to */
  form: string;
  /** which list it is, whichever page of it */
  list: string;
  /** the number of the application that is open */
  open?: string | undefined;
};

/**
 * The entries of the queue. Drawn from compact rows: as elements of the server they would travel twice, and cost half of
 * the page's time. The links are links before any script has run.
 */
export function QueueList({ packed, words, query, form, list, open }: Props) {
  const rows = useMemo(() => unpackRows(packed), [packed]);
  const router = useRouter();
  const rowsOf = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows bring other boxes
  useLayoutEffect(
    () => restoreTicks(list, rowsOf.current?.querySelectorAll<HTMLInputElement>('input[name="pick"]') ?? []),
    [rows, list],
  );
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    router.push(event.currentTarget.pathname + event.currentTarget.search);
  };
  return (
    <ol ref={rowsOf}>
      {rows.map((row) => (
        <li key={row.number} className="pickable">
          <label className="pick">
            <span className="vh">{words.pick.replace('{number}', row.number)}</span>
            <input
              type="checkbox"
              name="pick"
              value={row.number}
              form={form}
              onChange={(event) => tick(list, event.currentTarget)}
            />
          </label>
          <a
            className="entry"
            href={`/desk/applications/${row.number}${query}`}
            aria-current={row.number === open ? 'true' : undefined}
            onClick={follow}
          >
            <Entry row={row} words={words} />
          </a>
        </li>
      ))}
    </ol>
  );
}

function Entry({ row, words }: { row: QueueRow; words: QueueWords }) {
  const { name, age, latin, who, title, writes, mark } = row;
  return (
    <>
      <Own className="entry__name">{name}</Own>
      <span className="entry__age num">{age}</span>
      <span className="entry__who">
        {latin ? (
          <>
            <bdi>{latin}</bdi> {`· ${who}`}
          </>
        ) : (
          who
        )}
      </span>
      {title ? <Own className="entry__title">{title}</Own> : null}
      <span className="entry__foot">
        <span className="entry__langs">
          <span aria-hidden="true">{writes.join(' ')}</span>
          <span className="vh">{writes.map((code) => words.languages[code] ?? code).join(', ')}</span>
        </span>
        <Scores scores={row.scores} hidden={words.hidden} />
        <Mark shape={mark[0]}>{mark[1]}</Mark>
      </span>
    </>
  );
}

function Scores({ scores, hidden }: { scores: QueueRow['scores']; hidden: string }) {
  if (scores === null) return <span className="quiet">{hidden}</span>;
  if (scores === undefined) return null;
  return (
    <>
      <Spread scores={scores.given} label={scores.said} /> <span className="num">{scores.average}</span>
    </>
  );
}

/** Anything else is the browser's: a new tab, a new window, a download. */
function isPlainClick({ button, defaultPrevented, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !(defaultPrevented || metaKey || ctrlKey || shiftKey || altKey);
}

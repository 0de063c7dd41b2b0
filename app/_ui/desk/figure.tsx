import type { ReactNode } from 'react';

export type FigureTable = { head: readonly string[]; rows: readonly (readonly string[])[] };

type Props = {
  /** the finding, in a sentence */
  title: string;
  hint: string;
  wide?: 4 | 5 | 7;
  table: FigureTable;
  figures: string;
  children: ReactNode;
};

/** A picture of figures: what it shows stands above in words, and the figures themselves below in a table. */
export function Figure({ title, hint, wide = 4, table, figures, children }: Props) {
  return (
    <figure className={`fig fig--${wide}`}>
      <h2>{title}</h2>
      <p className="hint">{hint}</p>
      {children}
      <details className="more">
        <summary>{figures}</summary>
        <FigureRows caption={hint} table={table} />
      </details>
    </figure>
  );
}

export function FigureRows({ caption, table: { head, rows } }: { caption: string; table: FigureTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by itself and must be reachable by keyboard
    <section className="fig__scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption className="vh">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = '', ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
                <td key={place}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import type { ReactNode } from 'react';

type SectionProps = {
  id: string;
  name: string;
  hint?: string;
  reading?: boolean;
  stacked?: boolean;
  unprinted?: boolean;
  children: ReactNode;
};

/** A section whose name hangs in the margin under a short heavy rule. */
export function Section({ id, name, hint, reading, stacked, unprinted, children }: SectionProps) {
  const body = ['sec__body', reading && 'read', stacked && 'stack'].filter(Boolean).join(' ');
  return (
    <section className={unprinted ? 'sec no-print' : 'sec'} aria-labelledby={id}>
      <h2 className="sec__name" id={id}>
        {name} {hint && <small>{hint}</small>}
      </h2>
      <div className={body}>{children}</div>
    </section>
  );
}

/** The opening of a page: title, lead, and what else comes before the first rule. */
export function Opening({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="opening opening--form">
      <h1 className="title title--page">{title}</h1>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}

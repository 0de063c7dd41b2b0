import type { ReactNode } from 'react';

/** The page before the desk: one column under the masthead. */
export function Door({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <div className="door">
      <header className="door__head">
        <p className="door__name">
          Redaktion<i>.</i>
        </p>
      </header>
      <main>
        <h1 className="door__title">{title}</h1>
        {lead ? <p className="door__lead">{lead}</p> : null}
        {children}
      </main>
    </div>
  );
}

import type { ReactNode } from 'react';

/** A section of the settings: its name hangs in the margin. */
export function SettingsSection({
  id,
  name,
  hint,
  children,
}: {
  id: string;
  name: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <section className="set__sec" aria-labelledby={id}>
      <h2 className="set__name" id={id}>
        {name}
        {hint ? <small>{hint}</small> : null}
      </h2>
      <div className="set__body">{children}</div>
    </section>
  );
}

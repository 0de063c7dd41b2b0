import { type CSSProperties, createElement, type ReactNode } from 'react';

const SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";
const SERIF = "Charter,'Iowan Old Style','Noto Serif',Georgia,Sylfaen,serif";
const MONO = "ui-monospace,'SF Mono','Cascadia Mono','DejaVu Sans Mono',Menlo,Consolas,monospace";
const INK = '#251e19';
const QUIET = '#534b46';
const LINE = '#dedad4';

/** Elements that `renderMail` turns into the comments by which old Outlook is given its one table. */
export const OUTLOOK_OPEN = 'outlook-open';
export const OUTLOOK_CLOSE = 'outlook-close';

/** Inline styles carry the light look; programs that know dark mode find these classes. */
const STYLE = `
@media (prefers-color-scheme: dark) {
.m-page { background: #151210 !important; color: #e9e6e0 !important; }
.m-quiet { color: #b8b4ad !important; }
.m-rule { border-color: #5a534d !important; }
.m-strong { border-color: #e9e6e0 !important; }
.m-btn { background: #bf2f3f !important; }
.m-link { color: #e9e6e0 !important; }
}
@media (max-width: 480px) {
.m-in { padding: 20px 18px 28px !important; }
.m-code { font-size: 26px !important; }
.m-btn { display: block !important; text-align: center; }
.m-k { display: block !important; width: auto !important; }
}
`;

type SheetProps = {
  lang: string;
  subject: string;
  /** the line that lists of mails show beside the subject */
  preview: string;
  publication: string;
  children: ReactNode;
};

/** The whole document: one column of 600 px, no images, nothing loaded from anywhere. */
export function Sheet({ lang, subject, preview, publication, children }: SheetProps) {
  return (
    <html lang={lang}>
      {/* biome-ignore lint/style/noHeadElement: a mail is no page of Next */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
        <style>{STYLE}</style>
      </head>
      <body
        className="m-page"
        style={{ margin: 0, padding: 0, background: '#fbfaf6', color: INK, WebkitTextSizeAdjust: '100%' }}
      >
        <div style={{ display: 'none', maxHeight: 0, overflow: 'hidden' }}>{preview}</div>
        {createElement(OUTLOOK_OPEN)}
        <article className="m-in" aria-roledescription="e-mail" lang={lang} style={column}>
          <p
            className="m-strong"
            style={{
              margin: '0 0 28px',
              padding: '0 0 12px',
              borderBottom: `1px solid ${INK}`,
              font: `21px/1.2 ${SERIF}`,
            }}
          >
            {publication}
          </p>
          {children}
        </article>
        {createElement(OUTLOOK_CLOSE)}
      </body>
    </html>
  );
}

const column: CSSProperties = {
  maxWidth: 600,
  margin: '0 auto',
  padding: '28px 32px 40px',
  boxSizing: 'border-box',
  font: `16px/1.55 ${SANS}`,
};

export function Title({ children }: { children: ReactNode }) {
  return <h1 style={{ margin: '0 0 12px', font: `400 30px/1.2 ${SERIF}`, letterSpacing: '-.3px' }}>{children}</h1>;
}

export function Lead({ children }: { children: ReactNode }) {
  return (
    <p className="m-quiet" style={{ margin: '0 0 16px', font: `18px/1.5 ${SERIF}`, color: QUIET }}>
      {children}
    </p>
  );
}

/** What a person wrote, or what we say to one. */
export function Prose({ children }: { children: ReactNode }) {
  return (
    <p style={{ margin: '0 0 16px', font: `18px/1.55 ${SERIF}`, whiteSpace: 'pre-line', overflowWrap: 'break-word' }}>
      {children}
    </p>
  );
}

export function Paragraph({ children }: { children: ReactNode }) {
  return <p style={{ margin: '0 0 16px' }}>{children}</p>;
}

export function Facts({ rows }: { rows: readonly (readonly [label: string, value: string])[] }) {
  return (
    <div className="m-strong" style={{ margin: '20px 0 16px', borderTop: `1px solid ${INK}` }}>
      {rows.map(([label, value]) => (
        <div key={label} className="m-rule" style={{ padding: '9px 0', borderBottom: `1px solid ${LINE}` }}>
          <span
            className="m-k m-quiet"
            style={{ display: 'inline-block', width: 150, fontSize: 14, color: QUIET, verticalAlign: 'top' }}
          >
            {label}
          </span>
          <span style={{ display: 'inline-block', maxWidth: 380 }}>{value}</span>
        </div>
      ))}
    </div>
  );
}

export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p style={{ margin: '24px 0 8px' }}>
      <a
        className="m-btn"
        href={href}
        style={{
          display: 'inline-block',
          background: '#9a182b',
          color: '#fdfcf8',
          fontWeight: 600,
          textDecoration: 'none',
          padding: '14px 24px',
          borderRadius: 2,
        }}
      >
        {children}
      </a>
    </p>
  );
}

export function Code({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <p style={{ margin: '24px 0 8px', fontWeight: 600 }}>{label}</p>
      <p
        className="m-code m-strong"
        style={{
          margin: '0 0 8px',
          padding: '14px 0',
          borderTop: `1px solid ${INK}`,
          borderBottom: `1px solid ${INK}`,
          font: `500 30px/1.3 ${MONO}`,
          letterSpacing: 1,
        }}
      >
        {children}
      </p>
    </>
  );
}

export function Small({ children }: { children: ReactNode }) {
  return (
    <p className="m-quiet" style={{ margin: '0 0 16px', fontSize: 14, color: QUIET }}>
      {children}
    </p>
  );
}

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className="m-link" href={href} style={{ color: INK, textDecoration: 'underline' }}>
      {children}
    </a>
  );
}

export function Foot({ lines }: { lines: readonly ReactNode[] }) {
  return (
    <div
      className="m-rule m-quiet"
      style={{
        margin: '32px 0 0',
        padding: '14px 0 0',
        borderTop: `1px solid ${LINE}`,
        fontSize: 13,
        lineHeight: 1.5,
        color: QUIET,
      }}
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
        <p key={index} style={{ margin: index === lines.length - 1 ? 0 : '0 0 8px' }}>
          {line}
        </p>
      ))}
    </div>
  );
}

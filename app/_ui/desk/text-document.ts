import { createHash } from 'node:crypto';

/** The desk's reading face, in a page that has nothing else of the desk. */
const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#251e19, #e9e6e0); --ink-2: light-dark(#534b46, #b8b4ad); --line: light-dark(#dedad4, #332e2a); --paper: light-dark(#fbfaf6, #151210); }
:root[data-theme=light] { color-scheme: light } :root[data-theme=dark] { color-scheme: dark }
html { background: var(--paper); color: var(--ink); font: 1.1875rem/1.68 Charter, "Iowan Old Style", "Noto Serif", "Noto Serif Georgian", "Noto Serif Armenian", Georgia, Sylfaen, serif; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
html:is(:lang(ru), :lang(uk), :lang(be), :lang(az), :lang(os), :lang(ab), :lang(kbd)) { font-family: "Noto Serif", Georgia, "PT Serif", "DejaVu Serif", serif; }
html:lang(ka), html:lang(hy) { line-height: 1.8; font-family: "Noto Serif Georgian", "Noto Serif Armenian", "Noto Serif", Sylfaen, "DejaVu Serif", serif; }
body { margin: 0 auto; max-width: 36rem; padding: 2.25rem 1.25rem 4rem; }
h1, h2, h3, h4 { font-weight: 400; line-height: 1.25; margin: 1.6em 0 .5em; text-wrap: balance; } h1 { font-size: 2rem } h2 { font-size: 1.5rem } h3, h4 { font-size: 1.25rem }
body > :first-child { margin-top: 0 }
p { margin: 0 0 .85em } ul, ol { margin: 0 0 .85em; padding-inline-start: 1.5em } li > p { margin: 0 0 .3em }
blockquote { margin: 0 0 .85em; padding-inline-start: 1em; border-inline-start: 3px solid var(--line); color: var(--ink-2) }
table { border-collapse: collapse; margin: 0 0 1em; font-size: .9em; display: block; overflow-x: auto } td, th { border: 1px solid var(--line); padding: .3em .6em; text-align: start; vertical-align: top; overflow-wrap: break-word } td p { margin: 0 }
hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0 } pre { white-space: pre-wrap; font: inherit }
/* Every bar has one length, and the name is not in the page. */
.mask { display: inline-block; width: 5.5em; height: 1em; vertical-align: -.12em; background: light-dark(#251e19, #e9e6e0); border-radius: 1px; forced-color-adjust: none }
@media (forced-colors: active) { .mask { background: CanvasText } }
img { max-width: 100%; height: auto } figure { margin: 0 0 1em } sup, sub { line-height: 0; font-size: .75em } a { color: inherit; text-underline-offset: .2em }
:target { background: var(--line) }
@media (max-width: 40rem) { html { font-size: 1.125rem } body { padding-inline: 1rem } }
@media print { html { background: #fff; color: #000; font-size: 11pt } body { max-width: none; padding: 0 } }
`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/**
 * Nothing runs, loads, sends or opens from here. `allow-same-origin` gives the text nothing, as no script of its own can
 * run; it lets the desk around it measure the page and hear single keys.
 */
export const TEXT_POLICY = [
  'sandbox allow-same-origin',
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** @param safe HTML that `safeHtml` made @param language of the text, where it is known */
export function textDocument(safe: string, language: string | undefined): string {
  const lang = language && /^[a-z]{2,3}$/.test(language) ? ` lang="${language}"` : '';
  return `<!doctype html><html${lang} dir="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>-</title><style>${STYLE}</style></head><body>${safe}</body></html>`;
}

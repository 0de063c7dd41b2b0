import type { ReactNode } from 'react';
import { type DocumentParts, PlainDocument } from '@/app/_ui/plain/document';
import { env } from '@/platform/env';
import { assetUrl } from './assets';
import { choiceCookies } from './choice';
import type { Frame } from './frame';
import { freshNonce, type Keeping, plainHeaders } from './headers';

export type PlainPage = Omit<DocumentParts, 'frame' | 'nonce' | 'styleUrl' | 'scriptUrl' | 'indexed'> & {
  status?: number;
  keeping?: Keeping;
  indexed?: boolean;
  headers?: Readonly<Record<string, string>>;
  /** as Set-Cookie wants them */
  cookies?: readonly string[];
  body: ReactNode;
};

/** Answers with a whole document of static HTML: our one style sheet, our one script, nothing else. */
export async function plainPage(frame: Frame, page: PlainPage): Promise<Response> {
  const { status = 200, keeping = 'never', indexed = false, headers: more = {}, cookies = [], ...parts } = page;
  const nonce = freshNonce();
  // Next refuses a static import of this package in the app folder; rendering to a string is what it is for here.
  const { renderToStaticMarkup } = await import('react-dom/server');
  const html = renderToStaticMarkup(
    <PlainDocument
      {...parts}
      frame={frame}
      nonce={nonce}
      indexed={indexed}
      styleUrl={assetUrl('plain.css')}
      scriptUrl={assetUrl('enhance.js')}
    />,
  );
  const headers = plainHeaders({ nonce, keeping, indexed });
  for (const [name, value] of Object.entries(more)) headers.append(name, value);
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  // Pages of one person leave no trace of their language.
  if (!parts.personal)
    for (const cookie of choiceCookies(frame.choice, frame.locale)) headers.append('set-cookie', cookie);
  const onion = env().ONION_LOCATION;
  // Offered before anything personal has been written, never in the middle of it.
  if (onion && status === 200 && !parts.personal)
    headers.set('onion-location', `${onion.replace(/\/$/, '')}/${frame.locale}${frame.path}`);
  return new Response(`<!doctype html>\n${html}`, { status, headers });
}

/** Sends the browser on with GET. */
export function seeOther(path: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', ...headers },
  });
}

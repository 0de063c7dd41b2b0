import { DOCUMENT_HEADERS, documentAnswer, notYet, refused } from '@/app/_http/document-answer';
import { memberContext } from '@/app/_http/member-session';
import { renditionFor } from '@/domain/documents/commands';

/** How long a request for a page that nobody has painted yet is kept waiting. */
const WAIT_MS = 8_000;

/** The image of one page, painted by the worker. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string; page: string }> },
): Promise<Response> {
  const { id, page } = await params;
  return documentAnswer(id, async () => {
    if (!/^[1-9]\d{0,3}$/.test(page)) return refused(404);
    const rendition = await renditionFor(await memberContext(), id, { kind: 'page', page: Number(page) }, WAIT_MS);
    if (rendition.state === 'waiting') return notYet();
    if (rendition.state === 'unshowable') return refused(404);
    return new Response(uncopied(rendition.bytes), {
      headers: {
        ...DOCUMENT_HEADERS,
        'Content-Type': rendition.mediaType,
        'Content-Length': String(rendition.bytes.length),
        'Content-Security-Policy': "default-src 'none'; sandbox",
      },
    });
  });
}

/** A body given as bytes is copied twice on its way, and the collector has to clear away every copy. */
function uncopied(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(into) {
      into.enqueue(bytes);
      into.close();
    },
  });
}

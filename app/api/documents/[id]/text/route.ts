import { DOCUMENT_HEADERS, documentAnswer, notYet, refused } from '@/app/_http/document-answer';
import { memberContext } from '@/app/_http/member-session';
import { TEXT_POLICY, textDocument } from '@/app/_ui/desk/text-document';
import { renditionFor } from '@/domain/documents/commands';
import { readingsOf } from '@/domain/documents/queries';

const WAIT_MS = 8_000;

/** The text of a document as a page of its own, which the desk shows in a frame where nothing can run. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return documentAnswer(id, async () => {
    const ctx = await memberContext();
    const rendition = await renditionFor(ctx, id, { kind: 'html' }, WAIT_MS);
    if (rendition.state === 'waiting') return notYet();
    if (rendition.state === 'unshowable') return refused(404);
    const [language] = (await readingsOf(ctx, [id])).get(id)?.languages ?? [];
    return new Response(textDocument(rendition.bytes.toString('utf8'), language), {
      headers: {
        ...DOCUMENT_HEADERS,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': TEXT_POLICY,
      },
    });
  });
}

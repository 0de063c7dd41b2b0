import { Readable } from 'node:stream';
import { DOCUMENT_HEADERS, documentAnswer } from '@/app/_http/document-answer';
import { memberContext } from '@/app/_http/member-session';
import { openOriginal } from '@/domain/documents/commands';

/** The original as it arrived: an attachment, never shown inline, written to the audit trail before the first byte. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return documentAnswer(id, async () => {
    const original = await openOriginal(await memberContext(), id);
    return new Response(Readable.toWeb(Readable.from(original.stream)) as ReadableStream, {
      headers: {
        ...DOCUMENT_HEADERS,
        'Content-Type': original.mediaType,
        'Content-Length': String(original.size),
        'Content-Disposition': attachment(`${original.applicationNumber} ${original.name}`),
        'Content-Security-Policy': "default-src 'none'; sandbox",
      },
    });
  });
}

/** RFC 6266: a plain name for old programs, the true one in UTF-8 for all others. */
function attachment(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

import { Readable } from 'node:stream';
import { memberContext } from '@/app/_http/member-session';
import { openOriginal } from '@/domain/documents/commands';
import { isAppError } from '@/domain/errors';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The original as it arrived: an attachment, never shown inline, written to the audit trail before the first byte. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  try {
    if (!UUID.test(id)) return refused(404);
    const original = await openOriginal(await memberContext(), id);
    return new Response(Readable.toWeb(Readable.from(original.stream)) as ReadableStream, {
      headers: {
        'Content-Type': original.mediaType,
        'Content-Length': String(original.size),
        'Content-Disposition': attachment(`${original.applicationNumber} ${original.name}`),
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
        'Cross-Origin-Resource-Policy': 'same-origin',
      },
    });
  } catch (error) {
    if (isAppError(error, 'not_signed_in')) return refused(401);
    if (isAppError(error, 'not_found')) return refused(404);
    throw error;
  }
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

function refused(status: 401 | 404): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } });
}

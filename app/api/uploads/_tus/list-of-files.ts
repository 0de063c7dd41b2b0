import type { Ctx } from '@/domain/context';
import { draftFiles } from '@/domain/intake/queries';
import type { Locale } from '@/locales';
import { problemOf, problemOfStatus, problemResponse } from './problem';

export const UPLOADS_PATH = '/api/uploads';

/** What the page's script asks when it was loaded anew: which files of its draft are here, whole or in part. */
export async function listOfFiles(ctx: Ctx, request: Request, locale: Locale): Promise<Response> {
  if (new URL(request.url).pathname !== UPLOADS_PATH) return problemResponse(problemOfStatus(404, locale));
  try {
    const { documents, uploads } = await draftFiles(ctx, request.headers.get('upload-draft') ?? '');
    return Response.json({
      documents: documents.map(({ uploadId, ...document }) => ({ ...document, url: uploadId && addressOf(uploadId) })),
      uploads: uploads.map(({ id, slot, name, size, received }) => ({
        url: addressOf(id),
        slot,
        name,
        size,
        received,
      })),
    });
  } catch (error) {
    return problemResponse(problemOf(error, locale));
  }
}

export function addressOf(uploadId: string): string {
  return `${UPLOADS_PATH}/${uploadId}`;
}

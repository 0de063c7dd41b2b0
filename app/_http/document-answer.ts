import { isAppError } from '@/domain/errors';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** On shared computers nothing of what was read stays behind; the network is near, and a page takes milliseconds. */
export const DOCUMENT_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'private, no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
};

/** Answers for a document by id; absent and forbidden look alike. */
export async function documentAnswer(id: string, work: () => Promise<Response>): Promise<Response> {
  if (!UUID.test(id)) return refused(404);
  try {
    return await work();
  } catch (error) {
    if (isAppError(error, 'not_signed_in')) return refused(401);
    if (isAppError(error, 'not_found')) return refused(404);
    // Not given out, or not yet: the desk says why.
    if (isAppError(error, 'document_waiting') || isAppError(error, 'document_refused')) return refused(409);
    throw error;
  }
}

export function refused(status: 401 | 404 | 409): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** Accepted and not made yet: whoever asks may ask again at once, the answer takes its time. */
export function notYet(): Response {
  return new Response(null, { status: 202, headers: { 'Cache-Control': 'no-store', 'Retry-After': '1' } });
}

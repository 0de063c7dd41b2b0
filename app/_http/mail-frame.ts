import { isAppError } from '@/domain/errors';
import { errorText, statusOf } from './error-text';
import { deskLocale, type MemberCtx, memberContext } from './member-session';

/** A mail has its styles in its elements, as mail programs want them; nothing in it may run, load, open or send. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

/** A mail as its reader will see it, to be shown in a frame of the desk. Absent and forbidden look alike. */
export async function mailFrame(
  write: (ctx: MemberCtx) => Promise<{ html: string | null; text: string | null; asText: boolean }>,
): Promise<Response> {
  try {
    const { html, text, asText } = await write(await memberContext());
    return asText || html === null ? answer(text ?? '', 'text/plain') : answer(html, 'text/html');
  } catch (error) {
    if (isAppError(error, 'not_signed_in')) return answer('', 'text/plain', 401);
    // In place of a mail that would not be sent: why not.
    if (isAppError(error, 'unknown_placeholder'))
      return answer(errorText(await deskLocale(), error), 'text/plain', statusOf(error.code));
    if (isAppError(error)) return answer('', 'text/plain', 404);
    throw error;
  }
}

function answer(body: string, type: 'text/html' | 'text/plain', status = 200): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'SAMEORIGIN',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'private, no-store',
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  });
}

/**
 * Did somebody leave while their request was still on its way? Node says so with this error (`abortIncoming`), and Next, which
 * copies the bodies of the desk's requests, lets it rise unheard. It breaks that one request and nothing else.
 */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';
}

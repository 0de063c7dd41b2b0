/** Where to go after signing in: a page of the desk, never another site. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/desk(?:[/?][\w\-./?&=%+]*)?$/.test(next) && !next.includes('..') ? next : '/desk';
}

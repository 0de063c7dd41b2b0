/** A stretch of SQL text and the table that an interpolation names right after it, if it names one. */
export type SqlPiece = { text: string; after: string | null };

const WRITE =
  /\b(?:insert into|delete from|merge into|truncate(?: table)?|(?<!\bfor )(?<!\bkey )(?<!\bdo )update)(?: only)? "?(?:public"?\."?)?([\w$]+)/gi;

/** Names of the tables that a piece of SQL writes to; `for update` and `do update set` write to none of their own. */
export function writesInSql(pieces: SqlPiece[]): string[] {
  const text = pieces.map((piece) => `${piece.text}${piece.after ?? ' '}`).join('');
  return [...text.replace(/\s+/g, ' ').matchAll(WRITE)].flatMap((match) => (match[1] ? [match[1]] : []));
}

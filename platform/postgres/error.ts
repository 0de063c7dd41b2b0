/** The embedded database cannot be provided; the message is a sentence for the person who starts the portal. */
export class PostgresError extends Error {
  override name = 'PostgresError';
}

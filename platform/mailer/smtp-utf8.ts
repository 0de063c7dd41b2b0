import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** Addresses that are not ASCII are not permitted (RFC 6531, 3.5; RFC 5248): what such a server would say. */
export const NO_SUCH_LETTERS = '5.6.7';

/**
 * Whether the server takes addresses with letters beyond ASCII before the @ (SMTPUTF8). Asked in a session of its own, for
 * the pool does not tell, and sends such an address also to a server that never offered to take it. Rejects with the fault
 * of a session that does not come about.
 */
export async function offersUtf8(options: ConstructorParameters<typeof SMTPConnection>[0]): Promise<boolean> {
  const connection = new SMTPConnection(options);
  const isOpen = Promise.withResolvers<void>();
  connection.on('error', isOpen.reject);
  connection.connect((error) => (error ? isOpen.reject(error) : isOpen.resolve()));
  try {
    await isOpen.promise;
    return /^250[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse));
  } finally {
    connection.quit();
  }
}

/** Mail leaves through here: by SMTP, or into a folder where no SMTP server is named. */
import { fileMailer } from './mailer/file-mailer';
import type { Mailer } from './mailer/outgoing-mail';
import { smtpMailer } from './mailer/smtp-mailer';

export { fileMailer } from './mailer/file-mailer';
export type { Mailer, MailResult, OutgoingMail, Reach } from './mailer/outgoing-mail';
export { smtpMailer } from './mailer/smtp-mailer';

/**
 * The way out that the settings name. `greetAs` tells the server who we are (EHLO); without `smtpUrl` every mail becomes
 * a file below `folder`.
 */
export function openMailer(settings: { smtpUrl: string | undefined; folder: string; greetAs: string }): Mailer {
  if (settings.smtpUrl === undefined) return fileMailer(settings.folder);
  return smtpMailer(settings.smtpUrl, { greetAs: settings.greetAs });
}

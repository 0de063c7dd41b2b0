import { domainToASCII } from 'node:url';
import type { SendMailOptions } from 'nodemailer';

type Mailbox = { readonly name: string; readonly address: string };

/** One mail to one address. Addresses have passed the strict parser; the subject is one line. */
export type OutgoingMail = {
  /** the outbox row's id */
  readonly id: string;
  /** with its angle brackets; the same at every attempt */
  readonly messageId: string;
  readonly date: Date;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
};

/**
 * What became of it. `reply` is the server's code, with its enhanced code (RFC 3463) where it gave one, the enhanced code
 * alone where we spoke for the server, or the name of a network fault; never the server's words, which may quote persons.
 * - `accepted`: the server answered the end of DATA with 2yz and is responsible from here on
 * - `deferred`: 4yz, greylisting included · `unreachable`: no working session with the server at all
 * - `interrupted`: sessions work, but this mail did not get through · `refused`: 5yz to this mail
 */
export type MailResult =
  | { outcome: 'accepted'; reply: string | null }
  | { outcome: 'deferred' | 'unreachable' | 'interrupted' | 'refused'; reply: string };

/** `denied`: the server is there, but refuses our name and password. */
export type Reach = 'works' | 'down' | 'denied';

export type Mailer = {
  readonly kind: 'smtp' | 'files';
  deliver(mail: OutgoingMail): Promise<MailResult>;
  /** Opens a session and ends it, to see whether mail could leave now. */
  reach(): Promise<Reach>;
  /** Ends idle connections; a mail in hand is finished first. */
  close(): void;
};

/** Letters before the @ that only servers with SMTPUTF8 take (RFC 6531); a domain can always be written in ASCII. */
export function needsUtf8(address: string): boolean {
  return /[^\p{ASCII}]/u.test(address.slice(0, address.lastIndexOf('@')));
}

const UNSAFE = /[\s\p{C}<>()[\],;:"\\]/u;

/** Guards against a bug elsewhere: nothing but one plain address may ever reach the envelope. */
export function mustBePlain(address: string): string {
  if (UNSAFE.test(address) || address.split('@').length !== 2) throw new Error('an address that is not plain');
  return address;
}

/** The message as nodemailer takes it: addresses only as objects, no file or URL is ever loaded. */
export function messageOf(mail: OutgoingMail): SendMailOptions {
  for (const mailbox of [mail.from, mail.to, mail.replyTo]) if (mailbox) mustBePlain(mailbox.address);
  return {
    envelope: envelopeOf(mail),
    messageId: mail.messageId,
    date: mail.date,
    from: mail.from,
    to: mail.to,
    ...(mail.replyTo && mayAppear(mail.replyTo, mail.to) ? { replyTo: mail.replyTo } : {}),
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === null ? {} : { html: mail.html }),
    // RFC 3834, 5: vacation programs do not answer what a machine sent.
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** SMTPUTF8 is asked for by the recipient alone; a header that needs it without that may cost the whole mail. */
function mayAppear(mailbox: Mailbox, recipient: Mailbox): boolean {
  return needsUtf8(recipient.address) || !needsUtf8(mailbox.address);
}

export type PlainEnvelope = { from: string; to: string };

export function envelopeOf(mail: OutgoingMail): PlainEnvelope {
  return { from: mail.from.address, to: mail.to.address };
}

/**
 * True when an envelope names exactly our sender and the one recipient of the row. A domain may be written in ASCII or
 * in its own letters: beside a mailbox name that is not ASCII it has to be the latter (RFC 6531).
 */
export function isSameEnvelope(ours: PlainEnvelope, theirs: { from?: unknown; to?: unknown }): boolean {
  const to = Array.isArray(theirs.to) ? theirs.to : [theirs.to];
  return to.length === 1 && isSame(theirs.from, ours.from) && isSame(to[0], ours.to);
}

function isSame(written: unknown, address: string): boolean {
  return typeof written === 'string' && inAscii(written) === inAscii(address);
}

function inAscii(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

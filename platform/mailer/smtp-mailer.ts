import { createTransport, type Transporter } from 'nodemailer';
import {
  envelopeOf,
  isSameEnvelope,
  type Mailer,
  type MailResult,
  messageOf,
  needsUtf8,
  type Reach,
} from './outgoing-mail';
import { NO_SUCH_LETTERS, offersUtf8 } from './smtp-utf8';

type Options = {
  /** how we introduce ourselves (EHLO); never this machine's own name */
  greetAs: string;
  connections?: number;
  /** milliseconds; a whole delivery may take as long as `delivery`, RFC 5321 4.5.3.2 is generous at the end of DATA */
  timeouts?: { connect?: number; greeting?: number; silence?: number; delivery?: number };
};

const TIMEOUTS = { connect: 10_000, greeting: 30_000, silence: 120_000, delivery: 300_000 };
/** Kept a little shorter than the five minutes after which servers hang up (RFC 5321, 4.5.3.2.7). */
const IDLE = 240_000;

/** Nobody was there to hang up on us. The server may be back a moment later: that does not make it the mail's fault. */
const NOBODY_THERE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Replies to a mail that speak about us (log in first), not about the mail. */
const ABOUT_US = new Set([503, 530, 534, 535, 538]);

/**
 * Mail by SMTP over a few connections that stay open between mails. `smtp://` uses STARTTLS where it is offered and
 * insists on it before a password crosses a network; `smtps://` is TLS from the start.
 */
export function smtpMailer(url: string, options: Options): Mailer {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const session = {
    ...connectionOf(url),
    name: options.greetAs,
    connectionTimeout: timeouts.connect,
    dnsTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
  };
  const transport = createTransport({
    ...session,
    pool: true,
    maxConnections: options.connections ?? 3,
    maxMessages: Number.POSITIVE_INFINITY,
    // A server that closed an idle connection is tried again once, on a new one; all else is the outbox's business.
    maxRequeues: 1,
    idleTimeout: IDLE,
  });
  refuseStrangeEnvelopes(transport);

  const reach = async (): Promise<Reach> => {
    try {
      await transport.verify();
      return 'works';
    } catch (error) {
      return faultOf(error).code === 'EAUTH' ? 'denied' : 'down';
    }
  };

  return {
    kind: 'smtp',
    reach,
    async deliver(mail) {
      try {
        if (needsUtf8(mail.to.address) && !(await offersUtf8(session))) {
          return { outcome: 'refused', reply: NO_SUCH_LETTERS };
        }
        const info = await transport.sendMail({ ...messageOf(mail), signal: AbortSignal.timeout(timeouts.delivery) });
        if (!isSameEnvelope(envelopeOf(mail), info.envelope))
          throw new Error('the server took another envelope than ours');
        return { outcome: 'accepted', reply: codesOf(info.response) };
      } catch (error) {
        return resultOf(error, reach);
      }
    },
    close: () => transport.close(),
  };
}

type Fault = {
  code: string | undefined;
  responseCode: number | undefined;
  response: string | undefined;
  original: string | undefined;
};

/** What became of a mail whose delivery broke off with `error`; `reach` asks whether the server can be talked to. */
export async function resultOf(error: unknown, reach: () => Promise<Reach>): Promise<MailResult> {
  const { code, responseCode, response, original } = faultOf(error);
  const aboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) {
    return { outcome: 'deferred', reply: codesOf(response) ?? String(responseCode) };
  }
  if (aboutThisMail && responseCode !== undefined && responseCode >= 500 && !ABOUT_US.has(responseCode)) {
    return { outcome: 'refused', reply: codesOf(response) ?? String(responseCode) };
  }
  if (code === undefined) throw error;
  const reply = codesOf(response) ?? original ?? code;
  if (NOBODY_THERE.has(reply)) return { outcome: 'unreachable', reply };
  // A fault in the middle looks the same whether the server is gone or stumbles over this mail: ask it.
  return { outcome: (await reach()) === 'works' ? 'interrupted' : 'unreachable', reply };
}

function faultOf(error: unknown): Fault {
  const fault: Record<string, unknown> = error instanceof Error ? { ...error } : {};
  const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    code: textOf(fault.code),
    responseCode: typeof fault.responseCode === 'number' ? fault.responseCode : undefined,
    response: textOf(fault.response),
    original: textOf(fault.originalCode),
  };
}

/** "550 5.1.1" of "550-5.1.1 The mailbox of … does not exist" */
function codesOf(response: string | undefined): string | null {
  const [, basic, enhanced] = /^([2-5]\d{2})(?:[ -]([245]\.\d{1,3}\.\d{1,3}))?/.exec(response ?? '') ?? [];
  if (basic === undefined) return null;
  return enhanced === undefined ? basic : `${basic} ${enhanced}`;
}

/** Looks at the finished envelope before a byte leaves: a header may never add or change a recipient. */
function refuseStrangeEnvelopes(transport: Transporter): void {
  transport.use('stream', (mail, done) => {
    const { from, to } = mail.data.envelope ?? {};
    const isPlain = typeof from === 'string' && typeof to === 'string';
    if (isPlain && isSameEnvelope({ from, to }, mail.message.getEnvelope())) return done();
    return done(new Error('the message names another envelope than the row'));
  });
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/;

function connectionOf(written: string) {
  const url = new URL(written);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const onThisMachine = LOOPBACK.test(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || defaultPort(secure, user !== ''),
    secure,
    // A certificate for "localhost" hardly exists, and nobody listens in between.
    ignoreTLS: onThisMachine && !secure,
    requireTLS: !secure && !onThisMachine && user !== '',
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

/** Relays listen on 25, servers one logs in to on 587 (RFC 6409). */
function defaultPort(secure: boolean, withLogin: boolean): number {
  if (secure) return 465;
  return withLogin ? 587 : 25;
}

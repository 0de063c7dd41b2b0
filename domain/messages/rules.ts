export const TEMPLATES = [
  'new-application',
  'applicant-did',
  'mentioned',
  'received',
  'received.quiet',
  'replace-document',
  'answer',
  'news.quiet',
  'new-code',
  'new-code.quiet',
  'new-question',
  'question-answer',
  'sign-in',
  'proof',
  'assigned',
] as const;
export type TemplateName = (typeof TEMPLATES)[number];

/** What an applicant may do after sending that the editorial inbox hears of. */
export const APPLICANT_DEEDS = ['wrote', 'replaced', 'withdrew'] as const;
export type ApplicantDeed = (typeof APPLICANT_DEEDS)[number];

export const MAIL_STATES = ['held', 'waiting', 'sending', 'left', 'failed', 'dropped'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/**
 * Why a mail has not left: the server cannot be reached, asks for patience (4xx), broke off in the middle, refused it
 * (5xx), it grew too old, or we could not write it.
 */
export const MAIL_TROUBLES = ['unreachable', 'deferred', 'interrupted', 'refused', 'expired', 'unsendable'] as const;
export type MailTrouble = (typeof MAIL_TROUBLES)[number];

/**
 * What the desk says about it: a refusal for the letters in the address (RFC 5248: X.6.7) is not about the person, and
 * another address helps.
 */
export function reasonOf(trouble: MailTrouble | null, lastReply: string | null): MailTrouble | 'letters' {
  if (trouble === 'refused' && /(?:^| )5\.6\.7$/.test(lastReply ?? '')) return 'letters';
  return trouble ?? 'unsendable';
}

export type RecipientKind = 'applicant' | 'asker' | 'inbox' | 'member';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST_RETRIES = [1, 5, 15, 30, 60].map((minutes) => minutes * MINUTE);
const PATIENCE = 5 * 24 * HOUR;
/** A link that opens for ten minutes is of no use later. */
const SECRET_PATIENCE = 10 * MINUTE;

/** How long after attempt number `attempts` (from 1) the next one follows: 1, 5, 15, 30, 60 minutes, then hourly. */
export function retryDelay(attempts: number): number {
  return FIRST_RETRIES[attempts - 1] ?? HOUR;
}

/** The moment after which a mail that has not left is given up. */
export function patienceEnds(template: TemplateName, releasedAt: Date): Date {
  return new Date(releasedAt.getTime() + (isSecret(template) ? SECRET_PATIENCE : PATIENCE));
}

const QUIET_VERSIONS: Partial<Record<TemplateName, TemplateName>> = {
  received: 'received.quiet',
  answer: 'news.quiet',
  'replace-document': 'news.quiet',
  'new-code': 'new-code.quiet',
  'question-answer': 'news.quiet',
};

/** People who want quiet get a mail that says nothing, not even who writes. */
export function quietVersion(template: TemplateName): TemplateName {
  return QUIET_VERSIONS[template] ?? template;
}

const NEUTRAL: ReadonlySet<TemplateName> = new Set(['received.quiet', 'news.quiet', 'new-code.quiet']);

export function isNeutral(template: TemplateName): boolean {
  return NEUTRAL.has(template);
}

export const SECRET_TEMPLATES: readonly TemplateName[] = ['sign-in', 'proof', 'new-code', 'new-code.quiet'];

/** Mails that carry a secret: never shown on the desk, wiped once their fate is known. */
export function isSecret(template: TemplateName): boolean {
  return SECRET_TEMPLATES.includes(template);
}

const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
const ASCII_DOMAIN = /^(?=.{4,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)(?![0-9]+$)[a-z0-9-]{2,63}(?<!-)$/;
const EDGES = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

/**
 * The one way an address enters the portal: NFKC, exactly one @, a dot-atom before it, a domain name of two or more
 * labels after it (IDNA to ASCII, lower case), at most 64 and 254 octets (RFC 5321, 4.5.3.1). No quotes, spaces, commas,
 * comments, controls or address literals. Returns null for anything else.
 */
export function parseAddress(typed: string): string | null {
  if (typed.length > 1000) return null;
  const [local, domain, ...more] = typed.replace(EDGES, '').normalize('NFKC').split('@');
  if (local === undefined || domain === undefined || more.length > 0) return null;
  if (!LOCAL_PART.test(local) || !TYPED_DOMAIN.test(domain)) return null;
  const ascii = toAscii(domain);
  if (!ascii) return null;
  const address = `${local}@${ascii}`;
  return octets(local) <= 64 && octets(address) <= 254 ? address : null;
}

/** What two spellings of one address have in common: for look-ups, never for sending. */
export function addressKey(address: string): string {
  return address.toLowerCase();
}

export type Mailbox = { name: string; address: string };

/** A sender on the machine itself: an operator may name one, nobody else. */
const LOCAL_SENDER = /^[\w.+-]+@localhost$/;

/** Reads `Name <address>` or a bare address, as an operator writes it. */
export function parseMailbox(written: string): Mailbox | null {
  const match = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>]+)>|([^<>]+))\s*$/u.exec(written);
  const typed = (match?.[2] ?? match?.[3] ?? '').trim();
  const address = LOCAL_SENDER.test(typed) ? typed : parseAddress(typed);
  return address ? { name: oneLine(match?.[1] ?? ''), address } : null;
}

/** Text fit for a header: no line breaks, no controls, at most 200 characters. */
export function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const characters = Array.from(plain);
  return characters.length > 200 ? `${characters.slice(0, 199).join('')}…` : plain;
}

function toAscii(domain: string): string | null {
  const host = URL.parse(`http://${domain}`)?.hostname ?? '';
  return ASCII_DOMAIN.test(host) ? host : null;
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}

import { and, asc, count, desc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { builtOnce } from '@/db/built-once';
import { applications } from '@/db/schema/applications';
import { messages, outbox } from '@/db/schema/messages';
import { questions } from '@/db/schema/questions';
import { COUNTED_TO } from '@/domain/applications/rules';
import type { Ctx, TxCtx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { withheldFrom } from '@/domain/settings/withheld';
import type { WrittenMail } from '@/emails/frame';
import { renderMail } from '@/emails/render';
import type { Locale } from '@/locales';
import { unlessDamaged } from '@/platform/damaged';
import { log } from '@/platform/log';
import { openJson, type SecretKey, VaultError } from '@/platform/vault';
import { letterInput, type MailRequest } from './input';
import { isNoWipedSecret } from './queries/troubled';
import {
  isSecret,
  type MailState,
  type MailTrouble,
  quietVersion,
  type RecipientKind,
  type TemplateName,
} from './rules';
import { mailInReach, mailsInReach } from './scope';
import { fill, letterIdentity } from './sealing';
import { frameFor, type OpenedMail, openMail, subjectOf, writeMail } from './writing';

export { mailFailsFor, troubledApplications, undeliveredMails } from './queries/troubled';

export type Letter = {
  id: string;
  from: 'editors' | 'applicant';
  at: Date;
  locale: string;
  subject: string;
  /** null where it is damaged and nobody can read it any more */
  text: string | null;
};

/** What editors and applicant wrote to each other, oldest first. Callers have found the application and its key. */
export async function lettersOf(ctx: Ctx, applicationId: string, key: SecretKey): Promise<Letter[]> {
  const rows = await ctx.db
    .select({
      id: messages.id,
      author: messages.author,
      at: messages.writtenAt,
      locale: messages.locale,
      sealedBody: messages.sealedBody,
    })
    .from(messages)
    .where(eq(messages.applicationId, applicationId))
    .orderBy(asc(messages.writtenAt), asc(messages.id));
  return rows.map(({ id, author, at, locale, sealedBody }) => ({
    id,
    from: author,
    at,
    locale,
    ...bodyOf(key, id, sealedBody),
  }));
}

/**
 * Is the applicant's newest letter after `since` just this text? It is then the same one, sent twice. Callers hold the
 * application's row, so that of two at once one sees the other.
 */
export async function hasJustWritten(
  tx: TxCtx,
  { applicationId, text, since }: { applicationId: string; text: string; since: Date },
): Promise<boolean> {
  const [newest] = await tx.db
    .select({ id: messages.id, sealedBody: messages.sealedBody })
    .from(messages)
    .where(
      and(eq(messages.applicationId, applicationId), eq(messages.author, 'applicant'), gt(messages.writtenAt, since)),
    )
    .orderBy(desc(messages.writtenAt), desc(messages.id))
    .limit(1);
  const key = newest && (await tx.keyStore.get(applicationId));
  return key ? bodyOf(key, newest.id, newest.sealedBody).text === text : false;
}

function bodyOf(key: SecretKey, letterId: string, sealed: Buffer): Pick<Letter, 'subject' | 'text'> {
  const body = unlessDamaged({ event: 'letter.damaged', letter: letterId }, () =>
    letterInput.parse(openJson(key, letterIdentity(letterId), sealed)),
  );
  return body ?? { subject: '', text: null };
}

/** Of withdrawn applications, by id, what their applicants wrote in the moment of withdrawing: the reason they gave. */
export async function partingLetters(ctx: Ctx, keys: ReadonlyMap<string, SecretKey>): Promise<Map<string, Letter>> {
  if (keys.size === 0) return new Map();
  const rows = await ctx.db
    .select({
      id: messages.id,
      applicationId: messages.applicationId,
      at: messages.writtenAt,
      locale: messages.locale,
      sealedBody: messages.sealedBody,
    })
    .from(messages)
    .innerJoin(applications, eq(applications.id, messages.applicationId))
    .where(
      and(
        inArray(messages.applicationId, [...keys.keys()]),
        eq(messages.author, 'applicant'),
        eq(messages.writtenAt, applications.stageSince),
      ),
    );
  return new Map(
    rows.flatMap(({ id, applicationId, at, locale, sealedBody }): [string, Letter][] => {
      const key = keys.get(applicationId);
      if (!key) return [];
      return [[applicationId, { id, from: 'applicant', at, locale, ...bodyOf(key, id, sealedBody) }]];
    }),
  );
}

export type OutboxEntry = {
  id: string;
  template: TemplateName;
  state: MailState;
  trouble: MailTrouble | null;
  /** the server's code, "550 5.1.1", or the name of a network fault */
  lastReply: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  createdAt: Date;
  leftAt: Date | null;
  locale: string;
  to: { kind: RecipientKind; address: string };
  /** to somebody whose name is withheld: address, subject and text are not in here */
  withheld: boolean;
  /** APP-7F3K, the application it is about */
  number: string | null;
  /** the question it is about */
  question: { id: string; number: string } | null;
  /** it has failed, and what it says is still there to be sent */
  canRetry: boolean;
  /** nobody can read it any more, or its address */
  damaged: boolean;
  /** null where the mail must not be shown (sign-in), was wiped or is damaged */
  subject: string | null;
};

export type Outbox = {
  failed: OutboxEntry[];
  held: OutboxEntry[];
  waiting: OutboxEntry[];
  /** the newest ones */
  left: OutboxEntry[];
};

const GROUPS = {
  failed: { states: ['failed'], order: [desc(outbox.createdAt)] },
  held: { states: ['held'], order: [asc(outbox.createdAt)] },
  waiting: { states: ['waiting', 'sending'], order: [asc(outbox.createdAt)] },
  left: { states: ['left'], order: [desc(outbox.leftAt)] },
} as const satisfies Record<keyof Outbox, { states: readonly MailState[]; order: readonly SQL[] }>;

/** The outbox as far as the actor may see it: failures first, each group up to `limit`. Errors: not_signed_in. */
export async function outboxFor(ctx: Ctx, { limit = 50 }: { limit?: number } = {}): Promise<Outbox> {
  mustBeMember(ctx);
  const [failed, held, waiting, left] = await Promise.all([
    entriesOf(ctx, 'failed', limit),
    entriesOf(ctx, 'held', limit),
    entriesOf(ctx, 'waiting', limit),
    entriesOf(ctx, 'left', limit),
  ]);
  return { failed, held, waiting, left };
}

/** How many mails failed or wait to be released, for the rail, each up to `COUNTED_TO`. Errors: not_signed_in. */
export async function outboxCounts(ctx: Ctx): Promise<{ failed: number; held: number }> {
  mustBeMember(ctx);
  const rows = await builtOnce(ctx.db, ['outboxCounts', ctx.actor], () =>
    unionAll(countOf(ctx, 'failed'), countOf(ctx, 'held')),
  );
  const counted = (state: MailState) => rows.find((row) => row.state === state)?.count ?? 0;
  return { failed: counted('failed'), held: counted('held') };
}

function countOf(ctx: Ctx, state: 'failed' | 'held') {
  const some = ctx.db
    .select({ one: sql`1`.as('one') })
    .from(outbox)
    .where(and(eq(outbox.state, state), isNoWipedSecret(), mailsInReach(ctx)))
    .limit(COUNTED_TO)
    .as('some');
  return ctx.db.select({ state: sql<MailState>`${state}::text`.as('state'), count: count().as('count') }).from(some);
}

export type MailPreview = OutboxEntry & { text: string | null; html: string | null };

/** One mail as it left or will leave; mails that carry a secret, and damaged ones, show nothing. Errors: not_signed_in, not_found. */
export async function mailPreview(ctx: Ctx, outboxId: string): Promise<MailPreview> {
  mustBeMember(ctx);
  const row = await mailInReach(ctx, outboxId);
  const withheld = await withheldFrom(ctx, row.applicationId ? [row.applicationId] : []);
  const [named] = await namedMails(ctx).where(eq(outbox.id, row.id));
  const entry = named && (await toEntry(ctx, named, withheld));
  if (!entry) throw new AppError('not_found');
  const opened = entry.damaged ? null : await openMail(ctx, row);
  if (!opened?.contents || isSecret(opened.template) || entry.withheld) return { ...entry, text: null, html: null };
  const { text, html } = await writeMail({ ...opened, contents: opened.contents }, await frameFor(ctx, opened.locale));
  return { ...entry, text, html };
}

export type WrittenDraft = WrittenMail;

/** A mail as it would be written now, by what writes it when it leaves; nothing is kept. For callers that may write it. */
export async function draftMail(
  ctx: Ctx,
  { template, params, locale, quiet }: Pick<MailRequest, 'template' | 'params' | 'locale'> & { quiet: boolean },
): Promise<WrittenDraft> {
  const written = quiet ? quietVersion(template) : template;
  return renderMail(written, fill(written, params), await frameFor(ctx, locale));
}

/** Mails with the numbers of what they are about. */
function namedMails(ctx: Ctx) {
  return ctx.db
    .select({ mail: outbox, number: applications.number, question: questions.number })
    .from(outbox)
    .leftJoin(applications, eq(applications.id, outbox.applicationId))
    .leftJoin(questions, eq(questions.id, outbox.questionId));
}

async function entriesOf(ctx: Ctx, group: keyof Outbox, limit: number): Promise<OutboxEntry[]> {
  const { states, order } = GROUPS[group];
  const rows = await namedMails(ctx)
    .where(and(inArray(outbox.state, [...states]), isNoWipedSecret(), mailsInReach(ctx)))
    .orderBy(...order)
    .limit(limit);
  const withheld = await withheldFrom(
    ctx,
    rows.flatMap(({ mail }) => mail.applicationId ?? []),
  );
  const entries = await Promise.all(rows.map((row) => toEntry(ctx, row, withheld)));
  return entries.filter((entry) => entry !== null);
}

/** Null when the application was erased meanwhile: nothing readable is left. */
async function toEntry(
  ctx: Ctx,
  { mail: row, number, question }: { mail: typeof outbox.$inferSelect; number: string | null; question: string | null },
  blind: ReadonlySet<string>,
): Promise<OutboxEntry | null> {
  let damaged = false;
  const opened = await openMail(ctx, row).catch((error: unknown) => {
    damaged = true;
    return damagedMail(row, error);
  });
  if (!opened) return null;
  const withheld = row.recipientKind === 'applicant' && blind.has(row.applicationId ?? '');
  const readable = opened.contents !== null && !isSecret(opened.template) && !withheld;
  return {
    id: row.id,
    template: opened.template,
    state: row.state,
    trouble: row.trouble,
    lastReply: row.lastReply,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    createdAt: row.createdAt,
    leftAt: row.leftAt,
    locale: row.locale,
    to: { kind: row.recipientKind, address: withheld ? '' : opened.address },
    withheld,
    number,
    canRetry: row.state === 'failed' && opened.contents !== null,
    damaged,
    question: row.questionId && question ? { id: row.questionId, number: question } : null,
    subject:
      readable && opened.contents
        ? subjectOf({ ...opened, contents: opened.contents }, await frameFor(ctx, opened.locale))
        : null,
  };
}

/** A mail that cannot be opened stands there without its words and takes no other along. */
function damagedMail(row: typeof outbox.$inferSelect, error: unknown): OpenedMail {
  if (!(error instanceof VaultError)) throw error;
  log.error({ event: 'mail.damaged', mail: row.id }, error);
  return { template: row.template as TemplateName, locale: row.locale as Locale, address: '', contents: null };
}

function mustBeMember(ctx: Ctx): void {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
}

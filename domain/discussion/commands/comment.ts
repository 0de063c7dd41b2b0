import { randomUUID } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { comments, mentions } from '@/db/schema/discussion';
import { keyOf } from '@/domain/applications/sealing';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { knownLocale } from '@/locales';
import { seal } from '@/platform/vault';
import { commentChange, commentInput } from '../input';
import { canChange, mentionedIn } from '../rules';
import { findTalked, memberOf, readersOf, type Talked } from '../scope';

/**
 * Says something about an application to the other members. Whoever is called by @name and may read it is told by a mail
 * that says only the number. Errors: not_found, invalid_input.
 */
export async function writeComment(ctx: Ctx, input: { number: string; text: string }): Promise<{ commentId: string }> {
  const { memberId } = memberOf(ctx);
  const parsed = commentInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input', { field: 'comment' });
  return transaction(ctx, async (tx) => {
    const application = await findTalked(tx, parsed.data);
    const id = randomUUID();
    await tx.db.insert(comments).values({
      id,
      applicationId: application.id,
      memberId,
      sealedText: seal(await keyOf(tx, application.id), `comment:${id}`, parsed.data.text),
      writtenAt: tx.now,
    });
    await markSeen(tx, application.id, memberId);
    await callMembers(tx, application, { id, text: parsed.data.text });
    await record(tx, { verb: 'comment.written', subject: { kind: 'application', id: application.id } });
    return { commentId: id };
  });
}

/** Changes one's own words; members called for the first time are told. Errors: not_found, not_allowed (too late), invalid_input. */
export async function changeComment(ctx: Ctx, input: { commentId: string; text: string }): Promise<{ number: string }> {
  const parsed = commentChange.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input', { field: 'comment' });
  return transaction(ctx, async (tx) => {
    const { application } = await myComment(tx, parsed.data.commentId);
    const id = parsed.data.commentId;
    await tx.db
      .update(comments)
      .set({
        sealedText: seal(await keyOf(tx, application.id), `comment:${id}`, parsed.data.text),
        editedAt: tx.now,
      })
      .where(eq(comments.id, id));
    await callMembers(tx, application, { id, text: parsed.data.text });
    await record(tx, { verb: 'comment.changed', subject: { kind: 'application', id: application.id } });
    return { number: application.number };
  });
}

/** Takes one's own words back. Errors: not_found, not_allowed (too late). */
export async function removeComment(ctx: Ctx, commentId: string): Promise<{ number: string }> {
  return transaction(ctx, async (tx) => {
    const { application } = await myComment(tx, commentId);
    await tx.db.delete(comments).where(eq(comments.id, commentId));
    await record(tx, { verb: 'comment.removed', subject: { kind: 'application', id: application.id } });
    return { number: application.number };
  });
}

/** The member has seen where they were called on this application. Errors: not_found. */
export async function seeMentions(ctx: Ctx, number: string): Promise<void> {
  const { memberId } = memberOf(ctx);
  const application = await findTalked(ctx, { number });
  await markSeen(ctx, application.id, memberId);
}

async function markSeen(ctx: Ctx, applicationId: string, memberId: string): Promise<void> {
  await ctx.db
    .update(mentions)
    .set({ seenAt: ctx.now })
    .where(and(eq(mentions.applicationId, applicationId), eq(mentions.memberId, memberId), isNull(mentions.seenAt)));
}

async function myComment(tx: TxCtx, commentId: string): Promise<{ application: Talked }> {
  const { memberId } = memberOf(tx);
  const [row] = await tx.db
    .select({ applicationId: comments.applicationId, memberId: comments.memberId, writtenAt: comments.writtenAt })
    .from(comments)
    .where(eq(comments.id, commentId))
    .for('update');
  if (!row) throw new AppError('not_found');
  const application = await findTalked(tx, { id: row.applicationId });
  if (!canChange(row, memberId, tx.now)) throw new AppError('not_allowed');
  return { application };
}

async function callMembers(tx: TxCtx, application: Talked, comment: { id: string; text: string }): Promise<void> {
  const { memberId } = memberOf(tx);
  const readers = await readersOf(tx, application);
  const called = new Set(mentionedIn(comment.text, readers));
  for (const reader of readers.filter((one) => called.has(one.memberId) && one.memberId !== memberId)) {
    const [fresh] = await tx.db
      .insert(mentions)
      .values({
        commentId: comment.id,
        memberId: reader.memberId,
        applicationId: application.id,
        mentionedAt: tx.now,
      })
      .onConflictDoNothing({ target: [mentions.commentId, mentions.memberId] })
      .returning({ memberId: mentions.memberId });
    if (!fresh || reader.address === '') continue;
    await requestMail(tx, {
      template: 'mentioned',
      to: { kind: 'member', memberId: reader.memberId, address: reader.address },
      about: application.id,
      locale: knownLocale(reader.locale),
      params: { number: application.number },
    });
  }
}

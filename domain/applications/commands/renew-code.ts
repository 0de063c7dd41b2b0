import { randomBytes } from 'node:crypto';
import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import { applicantSessions, applications, codeLinks } from '@/db/schema/applications';
import { countingWrong } from '@/domain/accounts/commands';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { formatCode, normaliseCode, receiptCode } from '@/platform/codes';
import { secretHash } from '@/platform/vault';
import { beginApplicantSession } from './applicant-session';
import { codeLinkHash } from './lost-code';
import { codeHash } from './open-draft';

/** 80 bits for ten minutes: this limit only keeps the door from being rattled, and a good link opens it all the same. */
const GUESSING = { bucket: 'code-link', wrong: 'code_link_used', limit: 20, minutes: 15 } as const;

/** Whether a link still works, for the page that asks whether to use it. Errors: too_many_tries. */
export async function isCodeLinkFresh(ctx: Ctx, typed: string): Promise<boolean> {
  try {
    await countingWrong(ctx, GUESSING, () => mustBeFresh(ctx, typed));
    return true;
  } catch (error) {
    if (isAppError(error, 'code_link_used')) return false;
    throw error;
  }
}

async function mustBeFresh(ctx: Ctx, typed: string): Promise<void> {
  const [row] = await ctx.db
    .select({ applicationId: codeLinks.applicationId })
    .from(codeLinks)
    .where(and(eq(codeLinks.linkHash, codeLinkHash(ctx, normaliseCode(typed) ?? '')), stillOpen(ctx)));
  if (!row || !(await ctx.keyStore.get(row.applicationId))) throw new AppError('code_link_used');
}

/**
 * Makes a new receipt code, once: the old code, every session and every form opened with it end. Call it from a POST
 * only: mail scanners open links. Pressed again on the same page it shows the same code.
 * @param link what the mail carried, as it was typed
 * @param page a secret of the page it is used from
 * Errors: code_link_used (unknown, used, or too old), too_many_tries.
 */
export async function renewCode(
  ctx: Ctx,
  { link: typed, page }: { link: string; page: string },
): Promise<{ session: string; applicationId: string; code: string }> {
  const link = normaliseCode(typed) ?? '';
  const code = receiptCode(ctx.keys.code, `renewed:${link}:${page}`);
  const renewing = async (tx: TxCtx) => {
    const fresh = await useLink(tx, { link, page });
    if (fresh) await replaceCode(tx, fresh, code);
    const applicationId = fresh ?? (await usedHereBefore(tx, { link, page, code }));
    if (!applicationId || !(await tx.keyStore.get(applicationId))) throw new AppError('code_link_used');
    const own = { applicationId, code: formatCode(code) };
    return { ...own, session: await beginApplicantSession(tx, own) };
  };
  return countingWrong(ctx, GUESSING, () => transaction(ctx, renewing));
}

function stillOpen(ctx: Ctx) {
  return and(gt(codeLinks.expiresAt, ctx.now), isNull(codeLinks.usedAt));
}

type Use = { link: string; page: string };

/** Of those who use a link at the same moment one gets its application; the others wait and get null. */
async function useLink(tx: TxCtx, { link, page }: Use): Promise<string | null> {
  const [used] = await tx.db
    .update(codeLinks)
    .set({ usedAt: tx.now, usedBy: pageHash(tx, page) })
    .where(and(eq(codeLinks.linkHash, codeLinkHash(tx, link)), stillOpen(tx)))
    .returning({ applicationId: codeLinks.applicationId });
  return used?.applicationId ?? null;
}

async function replaceCode(tx: TxCtx, applicationId: string, code: string): Promise<void> {
  const [row] = await tx.db
    .update(applications)
    .set({ codeHash: codeHash(tx, code) })
    .where(and(eq(applications.id, applicationId), inArray(applications.state, ['draft', 'submitted', 'withdrawn'])))
    .returning({ state: applications.state });
  if (!row) throw new AppError('code_link_used');
  if (row.state === 'draft') await endOpenForms(tx, applicationId);
  await tx.db.delete(applicantSessions).where(eq(applicantSessions.applicationId, applicationId));
  await record(tx, { verb: 'application.code-renewed', subject: { kind: 'application', id: applicationId } });
}

/** A form that was opened with the old code writes into a draft of its own from now on. */
async function endOpenForms(tx: TxCtx, applicationId: string): Promise<void> {
  await tx.db
    .update(applications)
    .set({ draftHash: randomBytes(32), touchedAt: tx.now })
    .where(eq(applications.id, applicationId));
}

async function usedHereBefore(tx: TxCtx, { link, page, code }: Use & { code: string }): Promise<string | null> {
  const [row] = await tx.db
    .select({ applicationId: codeLinks.applicationId })
    .from(codeLinks)
    .innerJoin(applications, eq(applications.id, codeLinks.applicationId))
    .where(
      and(
        eq(codeLinks.linkHash, codeLinkHash(tx, link)),
        eq(codeLinks.usedBy, pageHash(tx, page)),
        gt(codeLinks.expiresAt, tx.now),
        eq(applications.codeHash, codeHash(tx, code)),
      ),
    );
  return row?.applicationId ?? null;
}

function pageHash(ctx: Ctx, page: string): Buffer {
  return secretHash(ctx.keys.session, 'code-link-page', page);
}

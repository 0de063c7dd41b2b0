import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { enqueue } from '@/db/queue';
import { applications, codeLinks } from '@/db/schema/applications';
import { countAttempt, countPeer } from '@/domain/accounts/commands';
import { record } from '@/domain/audit/commands';
import { callById } from '@/domain/calls/queries';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { requestMail } from '@/domain/messages/commands';
import { parseAddress } from '@/domain/messages/rules';
import { knownLocale } from '@/locales';
import { randomCode } from '@/platform/codes';
import { secretHash } from '@/platform/vault';
import { addressIndexOf, openAnswers } from '../sealing';

export const CODE_LINK_MINUTES = 10;
const ASKING = { limit: 30, minutes: 15 };
/** Mails one address can be sent, whoever asks. */
const MAILS = { limit: 3, minutes: 60 };
/** One address may stand in several applications; each gets a mail of its own, the newest first. */
const APPLICATIONS = 5;

/**
 * Asks for a new receipt code for whatever was sent or begun under an address. What is found is found later, by the
 * worker: the answer is the same in words, status and time for every address.
 * Errors: invalid_input (no address), too_many_tries {minutes} (by peer only).
 */
export async function askForNewCode(ctx: Ctx, { address: typed }: { address: string }): Promise<void> {
  const address = parseAddress(typed);
  if (!address) throw new AppError('invalid_input');
  await countPeer(ctx, { bucket: 'new-code', ...ASKING });
  const addressIndex = addressIndexOf(ctx, address).toString('base64url');
  await transaction(ctx, (tx) => enqueue(tx, 'applications.send-code-links', { addressIndex }));
}

/** Mails a link, or in quiet mode a bare code, for each application under an address. Answers how many. */
export async function sendCodeLinks(ctx: Ctx, { addressIndex }: { addressIndex: string }): Promise<number> {
  if (await mailsAreEnough(ctx, addressIndex)) return 0;
  const found = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        eq(applications.addressIndex, Buffer.from(addressIndex, 'base64url')),
        inArray(applications.state, ['draft', 'submitted', 'withdrawn']),
      ),
    )
    .orderBy(desc(sql`coalesce(${applications.submittedAt}, ${applications.createdAt})`))
    .limit(APPLICATIONS);
  let sent = 0;
  for (const { id } of found) if (await transaction(ctx, (tx) => sendCodeLink(tx, id))) sent += 1;
  return sent;
}

async function mailsAreEnough(ctx: Ctx, addressIndex: string): Promise<boolean> {
  try {
    await countAttempt(ctx, { bucket: 'new-code-mail', subject: addressIndex, ...MAILS });
    return false;
  } catch (error) {
    if (isAppError(error, 'too_many_tries')) return true;
    throw error;
  }
}

/** False where no mail may be sent: erased meanwhile, or no mail was wanted at all. */
async function sendCodeLink(tx: TxCtx, applicationId: string): Promise<boolean> {
  const [row] = await tx.db
    .select({
      number: applications.number,
      locale: applications.locale,
      callId: applications.callId,
      createdAt: applications.createdAt,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(eq(applications.id, applicationId))
    .for('update');
  const key = row && (await tx.keyStore.get(applicationId));
  if (!row || !key) return false;
  const { email, quiet, noMail } = openAnswers(key, applicationId, row.sealedAnswers);
  const address = parseAddress(email);
  if (!address || noMail) return false;
  const link = await makeLink(tx, applicationId);
  const { timeZone } = await callById(tx, row.callId);
  await requestMail(tx, {
    template: 'new-code',
    to: { kind: 'applicant', applicationId, address },
    locale: knownLocale(row.locale),
    quiet,
    params: { link, minutes: CODE_LINK_MINUTES, number: row.number, begunAt: row.createdAt, timeZone },
  });
  await record(tx, { verb: 'application.code-asked', subject: { kind: 'application', id: applicationId } });
  return true;
}

/** Only the newest link works. */
async function makeLink(tx: TxCtx, applicationId: string): Promise<string> {
  await tx.db.delete(codeLinks).where(and(eq(codeLinks.applicationId, applicationId), isNull(codeLinks.usedAt)));
  const link = randomCode();
  await tx.db.insert(codeLinks).values({
    linkHash: codeLinkHash(tx, link),
    applicationId,
    createdAt: tx.now,
    expiresAt: new Date(tx.now.getTime() + CODE_LINK_MINUTES * 60_000),
  });
  return link;
}

/** @param link as `normaliseCode` returns it */
export function codeLinkHash(ctx: Ctx, link: string): Buffer {
  return secretHash(ctx.keys.code, 'code-link', link);
}

export async function sweepCodeLinks(ctx: Ctx): Promise<void> {
  await ctx.db.delete(codeLinks).where(lt(codeLinks.expiresAt, ctx.now));
}

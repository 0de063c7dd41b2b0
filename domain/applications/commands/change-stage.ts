import { and, eq, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { record } from '@/domain/audit/commands';
import { type Ctx, type TxCtx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { canDecide, nextStages, type Stage } from '../rules';
import { standsAlone, visibleTo } from '../scope';
import { mustBeKept } from '../sealing';

export type LockedApplication = {
  id: string;
  stage: Stage;
  version: number;
  callId: string;
  regions: string[];
  locale: string;
  quiet: boolean;
  noMail: boolean;
  sealedAnswers: Buffer | null;
};

/** Moves an application by hand. Errors: not_found, not_allowed, conflict {stage} when somebody changed it meanwhile. */
export async function changeStage(ctx: Ctx, input: { number: string; version: number; to: Stage }): Promise<void> {
  await transaction(ctx, async (tx) => {
    const application = await lockForDecision(tx, input);
    if (application.stage === input.to) return;
    if (!nextStages(application.stage).includes(input.to)) throw new AppError('not_allowed');
    await moveTo(tx, application, input.to);
  });
}

/**
 * Finds and locks a sent application for a member who may decide on it, at the version the member has seen.
 * Errors: not_found, not_allowed (may read only), conflict {stage}.
 */
export async function lockForDecision(
  tx: TxCtx,
  { number, version }: { number: string; version: number },
): Promise<LockedApplication> {
  const [application] = await tx.db
    .select({
      id: applications.id,
      stage: applications.stage,
      version: applications.version,
      callId: applications.callId,
      regions: applications.regions,
      locale: applications.locale,
      quiet: applications.quiet,
      noMail: applications.noMail,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(and(eq(applications.number, number), eq(applications.state, 'submitted'), visibleTo(tx.actor)))
    .for('update');
  if (!application) throw new AppError('not_found');
  await mustBeKept(tx, application.id);
  if (!canDecide(tx.actor, application)) throw new AppError('not_allowed');
  if (await isFolded(tx, application.id)) throw new AppError('not_allowed');
  if (application.version !== version) throw new AppError('conflict', { stage: application.stage });
  return application;
}

/** What is read under another application is decided there. */
async function isFolded(tx: TxCtx, id: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.id, id), standsAlone()));
  return !row;
}

/** Writes the new stage; the caller holds the lock. */
export async function moveTo(
  tx: TxCtx,
  application: Pick<LockedApplication, 'id' | 'stage'>,
  to: Stage,
): Promise<void> {
  await tx.db
    .update(applications)
    .set({ stage: to, stageSince: tx.now, version: sql`${applications.version} + 1` })
    .where(eq(applications.id, application.id));
  await record(tx, {
    verb: 'application.moved',
    subject: { kind: 'application', id: application.id },
    details: { from: application.stage, to },
  });
}

/** Raises the version for a change that leaves the stage as it is, so that another editor's stale page is noticed. */
export async function markChanged(tx: TxCtx, applicationId: string): Promise<void> {
  await tx.db
    .update(applications)
    .set({ version: sql`${applications.version} + 1` })
    .where(eq(applications.id, applicationId));
}

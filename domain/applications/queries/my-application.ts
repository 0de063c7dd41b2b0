import { eq } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { trailOf } from '@/domain/audit/queries';
import { callById } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import { type OwnDocument, ownDocumentsOf } from '@/domain/documents/queries';
import { AppError } from '@/domain/errors';
import { type Letter, lettersOf, mailFailsFor } from '@/domain/messages/queries';
import { answersInput, hidesName } from '../input';
import { type ApplicantStatus, type ApplicationState, statusFor } from '../rules';
import { answersForList, keyToRead, type Unreadable, unreadableIn } from '../sealing';

export type Opening = { at: Date; role: string };

export type MyApplication = {
  /** null until it is sent */
  number: string | null;
  state: ApplicationState;
  status: ApplicantStatus;
  locale: string;
  submittedAt: Date | null;
  callSlug: string;
  answerBy: Date | null;
  /** the day the answer was promised for has passed */
  isLate: boolean;
  timeZone: string;
  name: string;
  /** the name that stands, or stood, for this one on the desk */
  workingName: { name: string; lifted: boolean } | null;
  hasEmail: boolean;
  quiet: boolean;
  noMail: boolean;
  /** what was last written to the address given did not get through */
  mailFails: boolean;
  hasTypedLetter: boolean;
  sampleUrl: string | null;
  documents: (OwnDocument & { openedAt: Opening[] })[];
  messages: Letter[];
  unreadable: Unreadable;
};

/** The applicant's own page. Errors: not_found (for anyone who is not that applicant). */
export async function myApplication(ctx: Ctx): Promise<MyApplication> {
  if (ctx.actor.kind !== 'applicant') throw new AppError('not_found');
  const id = ctx.actor.applicationId;
  const key = await keyToRead(ctx, id);
  const [{ row, call }, documents, messages, mailFails] = await Promise.all([
    rowWithCall(ctx, id),
    ownDocumentsOf(ctx, id, key).then((own) => withOpenings(ctx, id, own)),
    lettersOf(ctx, id, key),
    mailFailsFor(ctx, { kind: 'applicant', applicationId: id }),
  ]);
  const opened = answersForList(key, id, row.sealedAnswers);
  const answers = opened ?? answersInput.parse({});
  const { stage, callId: _, sealedAnswers: __, ...shown } = row;
  return {
    ...shown,
    status: statusFor(row.state, stage),
    callSlug: call.slug,
    answerBy: call.answerBy,
    isLate: call.answerBy !== null && call.answerBy < ctx.now,
    timeZone: call.timeZone,
    name: hidesName(answers) ? answers.workingName : answers.name,
    workingName: answers.quiet && answers.workingName ? { name: answers.workingName, lifted: answers.nameShown } : null,
    hasEmail: answers.email !== '',
    mailFails: mailFails && !row.noMail,
    hasTypedLetter: answers.coverLetterText !== '',
    sampleUrl: answers.writingSampleUrl || null,
    documents,
    messages,
    unreadable: unreadableIn(key, opened),
  };
}

async function rowWithCall(ctx: Ctx, id: string) {
  const [row] = await ctx.db
    .select({
      number: applications.number,
      state: applications.state,
      stage: applications.stage,
      locale: applications.locale,
      submittedAt: applications.submittedAt,
      callId: applications.callId,
      quiet: applications.quiet,
      noMail: applications.noMail,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(eq(applications.id, id));
  if (!row || row.state === 'erased') throw new AppError('not_found');
  return { row, call: await callById(ctx, row.callId) };
}

async function withOpenings(
  ctx: Ctx,
  applicationId: string,
  documents: OwnDocument[],
): Promise<MyApplication['documents']> {
  const trail = await trailOf(
    ctx,
    applicationId,
    documents.map((document) => document.id),
  );
  return documents.map((document) => ({
    ...document,
    openedAt: trail
      .filter((line) => line.verb === 'document.opened' && line.subjectId === document.id)
      .map((line) => ({ at: line.at, role: line.actorRole ?? 'editor' })),
  }));
}

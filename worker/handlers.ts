import { runSweepAttempts, runSweepSignIns } from '@/domain/accounts/jobs';
import {
  runIndexWords,
  runSendCodeLinks,
  runSweepDrafts,
  runSweepSessions,
  runTellRefused,
  runTidyDesk,
} from '@/domain/applications/jobs';
import type { Ctx } from '@/domain/context';
import {
  runCheck,
  runCheckWaiting,
  runEraseBytes,
  runRender,
  runRenderPages,
  runSweepTemporary,
  runTraceTexts,
} from '@/domain/documents/jobs';
import { runSweepUploads } from '@/domain/intake/jobs';
import { runDestroyQuestionKey, runSweepQuestions } from '@/domain/questions/jobs';
import type { QueueName } from '@/domain/queues';
import { runDestroyKey, runSweepKeys, runSweepOverdue, runSweepWithdrawn } from '@/domain/retention/jobs';
import { runAssignOpen, runSettleConflicts, runTellReviewers } from '@/domain/reviews/jobs';

/** Who does which job. A handler may run twice for one job and must not mind. */
export const HANDLERS: Record<QueueName, (ctx: Ctx, payload: unknown) => Promise<void>> = {
  'documents.check': runCheck,
  'documents.check-waiting': runCheckWaiting,
  'documents.render': runRender,
  'documents.render-pages': runRenderPages,
  'documents.erase-bytes': runEraseBytes,
  'documents.sweep-temporary': runSweepTemporary,
  'documents.trace-texts': runTraceTexts,
  'applications.tell-refused': runTellRefused,
  'applications.send-code-links': runSendCodeLinks,
  'applications.sweep-sessions': runSweepSessions,
  'applications.sweep-drafts': runSweepDrafts,
  'applications.tidy-desk': runTidyDesk,
  'applications.index-words': runIndexWords,
  'intake.sweep-uploads': runSweepUploads,
  'reviews.assign-open': runAssignOpen,
  'reviews.settle-conflicts': runSettleConflicts,
  'reviews.tell-reviewers': runTellReviewers,
  'questions.destroy-key': runDestroyQuestionKey,
  'questions.sweep': runSweepQuestions,
  'retention.destroy-key': runDestroyKey,
  'retention.sweep-withdrawn': runSweepWithdrawn,
  'retention.sweep-overdue': runSweepOverdue,
  'retention.sweep-keys': runSweepKeys,
  'accounts.sweep-sign-ins': runSweepSignIns,
  'accounts.sweep-attempts': runSweepAttempts,
};

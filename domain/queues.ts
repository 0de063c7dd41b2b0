import { z } from 'zod';
import { sendCodeLinksInput, tellRefusedInput } from '@/domain/applications/input';
import { checkInput, eraseBytesInput, renderInput, renderPagesInput } from '@/domain/documents/input';
import { destroyQuestionKeyInput } from '@/domain/questions/input';
import { destroyKeyInput } from '@/domain/retention/input';
import { settleConflictsInput } from '@/domain/reviews/input';

const nothing = z.object({});

/** Every background job by name, and what it is given. */
export const QUEUES = {
  'documents.check': checkInput,
  'documents.check-waiting': nothing,
  'documents.render': renderInput,
  'documents.render-pages': renderPagesInput,
  'documents.erase-bytes': eraseBytesInput,
  'documents.sweep-temporary': nothing,
  'documents.trace-texts': nothing,
  'applications.tell-refused': tellRefusedInput,
  'applications.send-code-links': sendCodeLinksInput,
  'applications.sweep-sessions': nothing,
  'applications.sweep-drafts': nothing,
  'applications.tidy-desk': nothing,
  'applications.index-words': nothing,
  'intake.sweep-uploads': nothing,
  'reviews.assign-open': nothing,
  'reviews.settle-conflicts': settleConflictsInput,
  'reviews.tell-reviewers': nothing,
  'questions.destroy-key': destroyQuestionKeyInput,
  'questions.sweep': nothing,
  'retention.destroy-key': destroyKeyInput,
  'retention.sweep-withdrawn': nothing,
  'retention.sweep-overdue': nothing,
  'retention.sweep-keys': nothing,
  'accounts.sweep-sign-ins': nothing,
  'accounts.sweep-attempts': nothing,
} as const satisfies Record<string, z.ZodType>;

export type QueueName = keyof typeof QUEUES;
export type JobPayload<Name extends QueueName> = z.input<(typeof QUEUES)[Name]>;

export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** What workers listen to: the name of a queue in which a job now waits. */
export const JOBS_CHANNEL = 'jobs';

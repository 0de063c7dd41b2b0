import type { QueueName } from '@/domain/queues';

/** All recurring work, in UTC. Mail is not here: the outbox wakes by itself. */
export const SCHEDULE: Partial<Record<QueueName, string>> = {
  'accounts.sweep-attempts': '5 * * * *',
  'accounts.sweep-sign-ins': '15 * * * *',
  'applications.sweep-sessions': '25 * * * *',
  'applications.sweep-drafts': '35 * * * *',
  'applications.tidy-desk': '*/10 * * * *',
  'applications.index-words': '55 * * * *',
  'intake.sweep-uploads': '45 * * * *',
  'reviews.assign-open': '*/5 * * * *',
  'reviews.tell-reviewers': '*/15 * * * *',
  'documents.check-waiting': '* * * * *',
  'documents.trace-texts': '*/5 * * * *',
  'documents.sweep-temporary': '40 3 * * *',
  'questions.sweep': '20 4 * * *',
  'retention.sweep-withdrawn': '50 3 * * *',
  'retention.sweep-overdue': '10 4 * * *',
  'retention.sweep-keys': '30 4 * * *',
};

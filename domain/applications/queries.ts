export { applicationForDesk, type DeskApplication, neighboursOf } from './queries/application-for-desk';
export { draftDocuments, draftOnFile } from './queries/drafts';
export { type Holdings, myHoldings, overdueApplications, withdrawnBefore } from './queries/holdings';
export { type MyApplication, myApplication } from './queries/my-application';
export { type QueueEntry, type QueuePage, queueFor, stageCounts } from './queries/queue';

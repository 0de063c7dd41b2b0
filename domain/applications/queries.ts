export { applicationForDesk, type DeskApplication, neighboursOf } from './queries/application-for-desk';
export { type MyApplication, myApplication } from './queries/my-application';
export { type QueueEntry, type QueuePage, queueFor, stageCounts } from './queries/queue';
export { draftDocuments, draftOnFile } from './queries/drafts';

export {
  applicationForDesk,
  applicationStillThere,
  type DamagedApplication,
  type DeskApplication,
} from './queries/application-for-desk';
export { type Standing, stageCounts, standingFor, type ViewCounts, viewCounts } from './queries/counts';
export { draftCount, draftDocuments, draftOnFile } from './queries/drafts';
export { type Found, findApplications } from './queries/find';
export {
  type Holdings,
  keptIds,
  myHoldings,
  overdueApplications,
  statesAmong,
  withdrawnBefore,
} from './queries/holdings';
export { type MyApplication, myApplication } from './queries/my-application';
export { type Neighbours, neighboursOf } from './queries/neighbours';
export { colleaguesAt } from './queries/presence';
export { type QueueEntry, type QueuePage, queueBeside, queueFor } from './queries/queue';
export { type SavedView, savedViews } from './queries/saved-views';
export { type WithdrawnEntry, type WithdrawnPage, withdrawnFor } from './queries/withdrawn';

export { type BulkOutcome, decideMany, releaseDecisions, undoDecisions } from './commands/bulk';
export { decide, releaseDecision, undoDecision } from './commands/decide';
export { dropPendingDecision, forgetReviews } from './commands/forget';
export { setRubric } from './commands/rubric';
export { score } from './commands/score';

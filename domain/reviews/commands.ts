export { decide, releaseDecision, undoDecision } from './commands/decide';
export { setRubric } from './commands/rubric';
export { score } from './commands/score';

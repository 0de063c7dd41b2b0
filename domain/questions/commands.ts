export { answerQuestion, closeQuestion, reopenQuestion } from './commands/answer-question';
export { askQuestion, newQuestionToken, type Receipt } from './commands/ask-question';
export { claimQuestionErasure, eraseLostQuestion, eraseMyQuestion, sweepQuestions } from './commands/erase-question';
export {
  enterQuestionCode,
  leaveQuestionSession,
  type QuestionSession,
  questionSession,
  sweepQuestionSessions,
} from './commands/question-session';
export { writeAgain } from './commands/write-again';

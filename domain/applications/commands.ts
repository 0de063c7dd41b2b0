export {
  type ApplicantSession,
  applicantSession,
  beginApplicantSession,
  enterReceiptCode,
  leaveApplicantSession,
  sweepApplicantSessions,
} from './commands/applicant-session';
export { changeStage, type LockedApplication, lockForDecision, markChanged, moveTo } from './commands/change-stage';
export { draftOf, handOutDraftToken, newDraftToken, type OpenedDraft, openDraft } from './commands/open-draft';
export { saveDraft } from './commands/save-draft';
export { isComplete, submitApplication } from './commands/submit-application';
export { DRAFT_DAYS, sweepDrafts } from './commands/sweep-drafts';

export {
  type ApplicantSession,
  applicantSession,
  beginApplicantSession,
  begunSession,
  enterReceiptCode,
  entryMark,
  isJustEntered,
  leaveApplicantSession,
  sweepApplicantSessions,
} from './commands/applicant-session';
export { bePresent, sweepPresences } from './commands/be-present';
export { changeStage, type LockedApplication, lockForDecision, markChanged, moveTo } from './commands/change-stage';
export { markErased, markWithdrawn } from './commands/end-application';
export { indexForgottenWords } from './commands/index-words';
export { askForNewCode, CODE_LINK_MINUTES, sendCodeLinks, sweepCodeLinks } from './commands/lost-code';
export { draftOf, handOutDraftToken, newDraftToken, type OpenedDraft, openDraft } from './commands/open-draft';
export { isCodeLinkFresh, renewCode } from './commands/renew-code';
export { countReplacement, mustBeReplaceable, replaceDocument, replaceMyDocument } from './commands/replace-document';
export { saveDraft } from './commands/save-draft';
export { followMergedTag, removeView, saveView } from './commands/saved-views';
export { showMyName } from './commands/show-name';
export { isComplete, submitApplication } from './commands/submit-application';
export { sweepDrafts } from './commands/sweep-drafts';
export { compactTallies } from './commands/tallies';
export { type Deed, tellEditors } from './commands/tell-editors';
export { tellRefused } from './commands/tell-refused';
export { holdAny, holdSent, touchDraft } from './commands/touch-draft';
export { writeToEditors } from './commands/write-to-editors';

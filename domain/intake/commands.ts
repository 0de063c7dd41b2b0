export { newDraftToken } from '@/domain/applications/commands';
export {
  type GuardFields,
  isFormToken,
  issueChallenge,
  judgeSending,
  newFormToken,
  type Sending,
  type Verdict,
} from './commands/guard';
export { type SavedText, saveTyped } from './commands/save-typed';
export { draftForm, freshForm, resumeDraft } from './commands/show-form';
export { beginIntake, type Intake } from './commands/take-form';
export {
  beginUpload,
  type Checksum,
  digestOfArrived,
  endUpload,
  finishUpload,
  forgetUploads,
  MOST_OPEN_UPLOADS,
  receiveBytes,
  type Stretch,
  sweepUploads,
  UPLOAD_DAYS,
  type UploadWish,
} from './commands/uploads';

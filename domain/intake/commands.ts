export { newDraftToken } from '@/domain/applications/commands';
export { beginIntake, draftForm, type Intake, resumeDraft } from './commands/take-form';

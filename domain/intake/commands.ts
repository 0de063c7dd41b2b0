export { newDraftToken } from '@/domain/applications/commands';
export { beginIntake, draftForm, type Intake } from './commands/take-form';

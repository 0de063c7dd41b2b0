export { type Exported, exportApplications } from './commands/export-applications';

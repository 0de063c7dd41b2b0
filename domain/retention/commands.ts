export {
  type Certificate,
  claimErasure,
  eraseInSession,
  eraseMyApplication,
  isOurCertificate,
  sweepOverdue,
  sweepWithdrawn,
} from './commands/erase-application';
export { withdrawMyApplication } from './commands/withdraw-application';

export {
  type Certificate,
  claimErasure,
  eraseInSession,
  eraseMyApplication,
  isOurCertificate,
  sweepOverdue,
  sweepWithdrawn,
} from './commands/erase-application';
export { countKeys, forgetLost, type KeyCount, type KeyCounts } from './commands/lost-keys';
export { sweepKeys } from './commands/sweep-keys';
export { withdrawMyApplication } from './commands/withdraw-application';

export { type Certificate, eraseMyApplication, isOurCertificate, sweepWithdrawn } from './commands/erase-application';
export { withdrawMyApplication } from './commands/withdraw-application';

export { forgetLetters } from './commands/forget';
export { dropMail, releaseMail, retryMail, settleMail } from './commands/release-mail';
export { requestMail } from './commands/request-mail';
export { writeLetter } from './commands/write-letter';

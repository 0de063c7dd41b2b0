export { type ReceivedDocument, receiveDocument } from './commands/receive-document';
export { eraseBytes, removeDocument } from './commands/remove-document';
export { openOriginal } from './commands/open-original';
export { verifyDocument } from './commands/verify-document';

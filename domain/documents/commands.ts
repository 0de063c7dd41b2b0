export { forgetDocuments } from './commands/forget';
export { openOriginal } from './commands/open-original';
export { type ReceivedDocument, receiveDocument } from './commands/receive-document';
export { eraseBytes, removeDocument, sweepOrphans } from './commands/remove-document';
export { verifyDocument } from './commands/verify-document';

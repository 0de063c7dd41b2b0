export { checkDocument } from './commands/check-document';
export { checkWaiting } from './commands/check-waiting';
export { forgetDocuments } from './commands/forget';
export { openOriginal } from './commands/open-original';
export { type ReceivedDocument, receiveDocument } from './commands/receive-document';
export { eraseBytes, removeDocument, sweepOrphans } from './commands/remove-document';
export { renderDocument, renderPages } from './commands/render-document';
export { type AskedRendition, type OpenedRendition, renditionFor } from './commands/rendition-for';
export { traceWaitingTexts } from './commands/trace-texts';

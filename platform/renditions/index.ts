export { overviewOf, picturesOf } from './overview';
export {
  type Kind,
  type Note,
  type Overview,
  type Picture,
  type Sheet,
  UnreadableDocument,
  type UnreadableReason,
} from './types';

export {
  type AttemptLimit,
  countAttempt,
  countingWrong,
  countPeer,
  noteAttempt,
  noteUse,
  peerOf,
  sweepAttempts,
} from './commands/count-attempt';
export { changeGrants, inviteMember, removeMember, setLanguages } from './commands/members';
export { isProved, mustBeProved, proveAgain, requestProof, sweepProofs } from './commands/proof';
export {
  consumeSignIn,
  firstAdministratorLink,
  requestSignIn,
  signInLinkFor,
  signOut,
  sweepSignIns,
} from './commands/sign-in';

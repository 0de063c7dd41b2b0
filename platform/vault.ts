/** The vault: everything that seals, opens and names secrets. Formats are fixed by known-answer tests. */
export {
  fileOpener,
  fileSealer,
  openSealedFile,
  readSealedFile,
  type SealedSource,
} from './vault/sealed-files';
export { plainSize, sealedSize } from './vault/sealed-frames';
export { blindIndex, keyedHash, open, openJson, seal, sealJson, secretHash } from './vault/sealed-values';
export {
  newKey,
  type PortalKeys,
  portalKeys,
  type SecretKey,
  secretKey,
  VaultError,
  type VaultErrorCode,
} from './vault/secret-keys';

import { expect, it, vi } from 'vitest';
import { asDamaged } from './damaged';
import { StorageError } from './storage';
import { VaultError } from './vault';

/** As in the portal: the pages and the routes are bundles of their own, and share what opens keys and files. */
async function inAnotherBundle() {
  vi.resetModules();
  return { ...(await import('./storage')), ...(await import('./vault')) };
}

it('what a key store or a file store fails with is known in every bundle', async () => {
  const other = await inAnotherBundle();
  expect(other.VaultError).not.toBe(VaultError);
  const [damaged, full] = [new other.VaultError('tampered'), new other.StorageError('storage_full')];
  expect([damaged instanceof VaultError, full instanceof StorageError]).toEqual([true, true]);
  expect([damaged instanceof StorageError, full instanceof VaultError, new Error('x') instanceof VaultError]).toEqual([
    false,
    false,
    false,
  ]);
  expect(asDamaged({ event: 'test.damaged' })(damaged)).toBeNull();
});

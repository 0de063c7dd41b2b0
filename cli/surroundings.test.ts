import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readEnv } from '@/platform/env';
import { environmentFor } from './surroundings';

const sealsActionsWith = (portalKey: Uint8Array) =>
  environmentFor({
    settings: readEnv({}),
    databaseUrl: 'postgres://portal@localhost/portal',
    portalKey,
    inherited: { NODE_ENV: 'test' },
  }).NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? '';

test('what server actions seal is opened on every host of a portal, and in no other portal', () => {
  const portalKey = randomBytes(32);
  expect(Buffer.from(sealsActionsWith(portalKey), 'base64')).toHaveLength(32);
  expect(sealsActionsWith(portalKey)).toBe(sealsActionsWith(Uint8Array.from(portalKey)));
  expect(sealsActionsWith(portalKey)).not.toBe(sealsActionsWith(randomBytes(32)));
  expect(sealsActionsWith(portalKey)).not.toBe(portalKey.toString('base64'));
});

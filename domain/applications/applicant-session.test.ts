import { expect, it } from 'vitest';
import { aSentApplication } from '@/domain/testing/portal';
import { applicantSession, enterReceiptCode } from './commands';
import { aPortalWithLostCodes, MINUTE, portal, somebody } from './testing/lost-code';

aPortalWithLostCodes();

it('a session behind a code lasts twelve hours, however much it is used', async () => {
  const { code } = await aSentApplication(portal);
  const began = new Date();
  const { session } = await enterReceiptCode(somebody(began), { typed: code });
  const after = (minutes: number) => applicantSession(somebody(new Date(began.getTime() + minutes * MINUTE)), session);
  for (const minutes of [1, 6 * 60, 12 * 60 - 1]) expect(await after(minutes)).not.toBeNull();
  expect(await after(12 * 60)).toBeNull();
});

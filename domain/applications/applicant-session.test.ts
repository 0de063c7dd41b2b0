import { expect, it } from 'vitest';
import { aSentApplication } from '@/domain/testing/portal';
import { signedToken } from '@/platform/codes';
import { applicantSession, enterReceiptCode, entryMark, isJustEntered } from './commands';
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

it('a mark says for two minutes that a code was taken; nobody makes one, and none serves for another purpose', () => {
  const now = new Date();
  const mark = entryMark(somebody(now));
  const says = (minutes: number) => isJustEntered(somebody(new Date(now.getTime() + minutes * MINUTE)), mark);
  expect([says(0), says(2), says(3)]).toEqual([true, true, false]);
  const own = signedToken(portal.system().keys.session, 'question', now);
  for (const made of ['', '1', `${mark}x`, own]) expect(isJustEntered(somebody(now), made)).toBe(false);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicantSession, enterReceiptCode, leaveApplicantSession } from '@/domain/applications/commands';
import { aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { claimErasure, eraseInSession, isOurCertificate } from './commands';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

/** A browser that looks at the page that erases. */
async function aboutToErase(): Promise<{ session: string; claim: string; code: string }> {
  const { session, code } = await aSentApplication(portal);
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  const { applicationId, sessionHash } = found;
  const applicant = portal.as({ kind: 'applicant', applicationId, sessionHash });
  return { session, claim: claimErasure(applicant, { session }), code };
}

const erase = (session: string, claim: string) => eraseInSession(portal.stranger(), { session, claim });

describe('erasing by a button that is clicked twice', () => {
  it('is done once, and each click has the same certificate', async () => {
    const { session, claim } = await aboutToErase();
    const [first, during] = await Promise.all([erase(session, claim), erase(session, claim)]);
    if (!first) throw new Error('no certificate');
    expect(first).toMatchObject({ files: 3, letters: 0 });
    expect([during, await erase(session, claim)]).toEqual([first, first]);
    expect(isOurCertificate(portal.stranger(), first)).toBe(true);
  });

  it('gives no certificate of what still stands', async () => {
    const { session, claim } = await aboutToErase();
    await leaveApplicantSession(portal.stranger(), session);
    expect(await erase(session, claim)).toBeNull();
  });

  it('gives none to another browser, nor for a claim that is missing or was changed', async () => {
    const { session, claim, code } = await aboutToErase();
    const { session: elsewhere } = await enterReceiptCode(portal.stranger(), { typed: code });
    expect(await erase(session, '')).toMatchObject({ files: 3 });
    const changed = Buffer.from(claim, 'base64url');
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    for (const [who, what] of [
      [elsewhere, claim],
      [session, ''],
      [session, 'x'],
      [session, changed.toString('base64url')],
    ] as const)
      expect(await erase(who, what)).toBeNull();
    expect(await erase(session, claim)).toMatchObject({ files: 3 });
  });
});

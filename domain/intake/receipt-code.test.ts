import { describe, expect, it } from 'vitest';
import { enterReceiptCode } from '@/domain/applications/commands';
import { aSentApplication, postForm } from '@/domain/testing/portal';
import { aPortalWithForms, portal } from './testing';

aPortalWithForms();

describe('the receipt code', () => {
  it('opens the application however it is typed', async () => {
    const { code } = await aSentApplication(portal);
    const typed = ` ${code.toLowerCase().replaceAll(' ', '-').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    expect((await enterReceiptCode(portal.stranger(), { typed })).applicationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says nothing about an unknown one, stops wrong ones after twenty, and opens for a right one all the same', async () => {
    const { code } = await aSentApplication(portal);
    const stranger = portal.as({ kind: 'stranger', peer: 'somebody-who-guesses' });
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => enterReceiptCode(stranger, { typed: '0000 0000 0000 0000' })),
    );
    expect(tries.map((one) => (one.status === 'rejected' ? one.reason.code : 'in'))).toEqual(
      Array(20).fill('unknown_code'),
    );
    expect((await enterReceiptCode(stranger, { typed: code })).applicationId).toMatch(/^[0-9a-f-]{36}$/);
    await expect(enterReceiptCode(stranger, { typed: '0000 0000 0000 0000' })).rejects.toMatchObject({
      code: 'too_many_tries',
    });
  });

  it('opens for right codes however many come from one place, and counts nobody on this machine itself', async () => {
    const outcome = await postForm(portal.stranger());
    if (outcome.kind !== 'sent' || !outcome.code) throw new Error('not sent');
    const { code } = outcome;
    const office = portal.as({ kind: 'stranger', peer: 'an-office' });
    for (let time = 0; time < 25; time += 1) await enterReceiptCode(office, { typed: code });
    const onion = portal.as({ kind: 'stranger', peer: 'local.everybody' });
    const wrong = Array.from({ length: 25 }, () => enterReceiptCode(onion, { typed: '0000 0000 0000 0000' }));
    for (const one of wrong) await expect(one).rejects.toMatchObject({ code: 'unknown_code' });
    await enterReceiptCode(onion, { typed: code });
  }, 30_000);
});

import type { MemberActor } from '@/domain/actor';
import { changePlan, decide, releaseDecision, unmask } from '@/domain/reviews/commands';
import { aMember, aSentApplication, type TestPortal } from '@/domain/testing/portal';
import { mergeApplications } from './commands';

export type BlindFold = { looked: MemberActor; other: MemberActor; earlier: string; later: string };

/** Two of one person: the earlier one was answered and is open; of the later one only one editor knows whose it is, and has folded. */
export async function foldReadBlind(portal: TestPortal): Promise<BlindFold> {
  const [looked, other] = [await aMember(portal), await aMember(portal)];
  const administrator = portal.as(await aMember(portal, [{ role: 'administrator' }]));
  const plan = { reviewersEach: 2, automatic: false, dueDays: null, mayUnmask: true } as const;
  await changePlan(administrator, portal.callId, { ...plan, blind: 'everyone' });
  const her = { name: 'Ketevan Mtisdzireli', email: 'keti.m@example.org' };
  const earlier = (await aSentApplication(portal, { fields: her })).number;
  const later = (await aSentApplication(portal, { fields: her })).number;
  const ctx = portal.as(looked);
  const answer = { kind: 'decline', subject: 'For Ketevan', text: 'Dear Ketevan Mtisdzireli, not this time.' } as const;
  const { version } = await decide(ctx, { number: earlier, version: 1, ...answer });
  await releaseDecision(ctx, { number: earlier, version });
  await unmask(ctx, { number: later, reason: 'I believe I know the handwriting' });
  await mergeApplications(ctx, { primary: later, folded: earlier });
  return { looked, other, earlier, later };
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { addTag, writeComment } from '@/domain/discussion/commands';
import { mergeApplications } from '@/domain/duplicates/commands';
import { assign, decide, declareConflict, releaseDecision, score, undoDecision } from '@/domain/reviews/commands';
import { aMember, aSentApplication, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { changeStage } from './commands';
import { applicationForDesk, myHoldings } from './queries';
import { asApplicantOf } from './testing/queue';

let portal: TestPortal;
let editor: MemberActor;
beforeAll(async () => {
  portal = await openTestPortal();
  editor = await aMember(portal);
});
afterAll(() => portal.close());

const versionOf = async (number: string) => (await applicationForDesk(portal.system(), number)).version;

async function recordOf(session: string): Promise<Record<string, unknown>> {
  return (await myHoldings(await asApplicantOf(portal, session))).record;
}

it('leaves out what the newsroom notes, plans and decides before it is sent, and of whom', async () => {
  const ctx = portal.as(editor);
  const colleague = await aMember(portal);
  const [her, other] = [await aSentApplication(portal), await aSentApplication(portal)];
  const { number } = her;
  await score(ctx, { number, scores: { writing: 4 }, note: 'Noted with the scores.' });
  await writeComment(ctx, { number, text: 'Noted among colleagues.' });
  await addTag(ctx, { number, name: 'noted-as-tag' });
  await assign(ctx, { number, memberId: colleague.memberId });
  await declareConflict(portal.as(colleague), { number });
  await changeStage(ctx, { number, version: await versionOf(number), to: 'shortlist' });
  const answer = { subject: 'Thank you', text: 'Not this time.' };
  const { version } = await decide(ctx, { number, version: await versionOf(number), kind: 'decline', ...answer });
  await undoDecision(ctx, { number, version });
  await mergeApplications(ctx, { primary: other.number, folded: number });

  const told = JSON.stringify(await recordOf(her.session));
  expect(told).not.toMatch(/noted|"scores"|shortlist|decline|decision|conflict|review|merged|folded|tag|comment/i);
  for (const secret of [other.number, colleague.memberId, editor.memberId]) expect(told).not.toContain(secret);
});

it('tells what has reached the applicant, and who opened what, by role', async () => {
  const { number, session } = await aSentApplication(portal);
  const ctx = portal.as(editor);
  const answer = { subject: 'An invitation', text: 'When could we talk?' };
  const { version } = await decide(ctx, { number, version: await versionOf(number), kind: 'invite', ...answer });
  await releaseDecision(ctx, { number, version });
  const { whatHappened } = await recordOf(session);
  expect(whatHappened).toContainEqual(
    expect.objectContaining({ verb: 'document.received', details: { slot: 'cv', version: 1 } }),
  );
  expect(whatHappened).toContainEqual(
    expect.objectContaining({ verb: 'decision.released', by: 'editor', details: { kind: 'invite' } }),
  );
});

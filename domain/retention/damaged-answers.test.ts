import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberActor } from '@/domain/actor';
import { queueFor, withdrawnFor } from '@/domain/applications/queries';
import { addTask } from '@/domain/discussion/commands';
import { discussionOf, myOpenTasks, unseenMentions } from '@/domain/discussion/queries';
import { mergeApplications } from '@/domain/duplicates/commands';
import { relativesOf } from '@/domain/duplicates/queries';
import { insightsFor } from '@/domain/insights/queries';
import { changePlan, decideMany, undoDecisions } from '@/domain/reviews/commands';
import {
  answerAid,
  bulkDrafts,
  draftTexts,
  myOpenReviews,
  pendingDecisions,
  planOf,
  reviewProgress,
  scoredQueue,
} from '@/domain/reviews/queries';
import { beAtWorkOn, type Sent, sentTo } from '@/domain/testing/at-work';
import { damage } from '@/domain/testing/damage';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { withdrawMyApplication } from './commands';

/** Applications whose answers no longer open though their keys are whole; beside each, one that is whole. */
let portal: TestPortal;
let administrator: MemberActor;
let editor: MemberActor;
let reviewer: MemberActor;
let damaged: Sent;
let whole: Sent;
let foldedDamaged: Sent;
let foldedWhole: Sent;
let withdrawn: Sent;

const desk = () => portal.as(editor);
const numbers = (rows: readonly { number: string | null }[]) => rows.map(({ number }) => number);

beforeAll(async () => {
  portal = await openTestPortal();
  administrator = await aMember(portal, [{ role: 'administrator' }]);
  editor = await aMember(portal);
  reviewer = await aMember(portal, [{ role: 'reviewer' }]);
  [damaged, whole] = [await sentTo(portal), await sentTo(portal)];
  [foldedDamaged, foldedWhole] = [await sentTo(portal), await sentTo(portal)];
  for (const { number } of [foldedDamaged, foldedWhole])
    await mergeApplications(desk(), { primary: whole.number, folded: number });
  for (const one of [damaged, whole]) {
    await beAtWorkOn(portal, one, { editor, reviewer });
    await addTask(desk(), { number: one.number, text: 'Ask ქეთევან for a date', assigneeId: reviewer.memberId });
  }
  withdrawn = await sentTo(portal);
  await withdrawMyApplication(portal.as(withdrawn.applicant), { reason: 'ქეთევან has another offer' });
  for (const { id } of [damaged, foldedDamaged, withdrawn])
    await damage(portal, { table: 'applications', column: 'sealed_answers', of: id });
});
afterAll(() => portal.close());

/** What a member reads while applicants' names are kept from them. */
async function readBlind<Read>(read: () => Promise<Read>): Promise<Read> {
  const plan = await planOf(portal.as(administrator), portal.callId);
  await changePlan(portal.as(administrator), portal.callId, { ...plan, blind: 'everyone' });
  try {
    return await read();
  } finally {
    await changePlan(portal.as(administrator), portal.callId, plan);
  }
}

describe('an application with damaged answers', () => {
  it('stands among the decisions that wait by its number, with its answer', async () => {
    const pending = await pendingDecisions(desk());
    expect(pending.map(({ number, name, subject }) => [number, name, subject])).toEqual([
      [damaged.number, damaged.number, 'Not yet'],
      [whole.number, 'ქეთევან მთისძირელი', 'Not yet'],
    ]);
    expect(await answerAid(portal.as({ ...editor, locale: 'de' }), { ...damaged, kind: 'hold', text: 'x' })).toBeNull();
  });

  it('is not among those that can be decided together, and the others are', async () => {
    const both = [damaged.number, whole.number];
    const drafts = await bulkDrafts(desk(), { numbers: both, kind: 'hold' });
    expect(numbers(drafts)).toEqual([whole.number]);
    expect([...(await draftTexts(desk(), { numbers: both, kind: 'hold' })).keys()]).toEqual(['en']);
    const picks = both.map((number) => ({ number, version: drafts[0]?.version ?? 0 }));
    const outcome = await decideMany(desk(), { kind: 'hold', picks, release: false, texts: {} });
    expect(outcome).toEqual({ done: [whole.number], failed: [{ number: damaged.number, code: 'not_found' }] });
  });

  it('keeps its tasks, but for whoever reads blind their words', async () => {
    const texts = async () => (await myOpenTasks(portal.as(reviewer))).map(({ number, text }) => [number, text]);
    expect(await texts()).toEqual([
      [damaged.number, 'Ask ქეთევან for a date'],
      [whole.number, 'Ask ქეთევან for a date'],
    ]);
    expect(await readBlind(texts)).toEqual([
      [damaged.number, null],
      [whole.number, expect.stringMatching(/^Ask \S+ for a date$/)],
    ]);
  });

  it('stands under the one it is folded into by its number, and is in no list of likenesses', async () => {
    const { folded, duplicates } = await relativesOf(desk(), whole.number);
    expect(folded).toEqual([
      { number: foldedDamaged.number, damaged: true },
      expect.objectContaining({ number: foldedWhole.number, email: 'ketevan@example.org' }),
    ]);
    expect(duplicates).toEqual([]);
  });

  it('stands among the withdrawn ones with its reason, but for whoever reads blind', async () => {
    const reasons = async () => (await withdrawnFor(desk())).entries.map(({ reason }) => reason?.text);
    expect(await reasons()).toEqual(['ქეთევან has another offer']);
    expect(await readBlind(reasons)).toEqual([null]);
  });

  it('breaks no other list and no figures', async () => {
    const both = [damaged.number, whole.number];
    expect(numbers((await queueFor(desk(), {})).entries)).toEqual(both);
    expect(numbers((await scoredQueue(desk(), {})).entries)).toEqual(both);
    expect(numbers(await myOpenReviews(portal.as(reviewer)))).toEqual(both);
    expect(await unseenMentions(portal.as(reviewer))).toEqual({ count: 2, number: damaged.number });
    expect((await discussionOf(desk(), damaged.number)).comments).toHaveLength(1);
    expect(await reviewProgress(desk())).not.toEqual([]);
    expect(await insightsFor(desk())).toBeDefined();
  });

  it('can have its decision taken back', async () => {
    const [pending] = await pendingDecisions(desk());
    const { number = '', version = 0 } = pending ?? {};
    expect(await undoDecisions(desk(), [{ number, version }])).toEqual({ done: [damaged.number], failed: [] });
  });
});

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addressIndexOf } from '@/domain/applications/sealing';
import { type JobPayload, QUEUE_NAMES, type QueueName } from '@/domain/queues';
import { changePlan } from '@/domain/reviews/commands';
import { type Sent, sentTo } from '@/domain/testing/at-work';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { openJson } from '@/platform/vault';
import { HANDLERS } from './handlers';

// Files are read in processes of their own.
vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;

let portal: TestPortal;
let lost: Sent;
let whole: Sent;
beforeAll(async () => {
  portal = await openTestPortal();
  const administrator = portal.as(await aMember(portal, [{ role: 'administrator' }]));
  await aMember(portal, [{ role: 'reviewer' }]);
  const plan = { reviewersEach: 1, automatic: true, dueDays: 10, blind: 'off', mayUnmask: true } as const;
  await changePlan(administrator, portal.callId, plan);
  lost = await sentTo(portal);
  whole = await sentTo(portal);
  await portal.services.keyStore.destroy(lost.id);
});
afterAll(() => portal.close());

const sql = () => portal.services.connection.sql;

function run(name: QueueName, payload: unknown = {}, now = new Date()): Promise<void> {
  return HANDLERS[name](portal.system(now), payload);
}

/** For the jobs that are about something: about an application whose row a backup has brought back without its key. */
const about: { [Name in QueueName]?: () => JobPayload<Name> } = {
  'documents.check': () => ({ versionId: lost.versionIds[0] ?? '' }),
  'documents.render': () => ({ versionId: lost.versionIds[0] ?? '' }),
  'documents.render-pages': () => ({ versionId: lost.versionIds[0] ?? '', page: 1 }),
  'documents.erase-bytes': () => ({ versionIds: [] }),
  'applications.tell-refused': () => ({ applicationId: lost.id, versionId: lost.versionIds[0] ?? '' }),
  'applications.send-code-links': () => ({
    addressIndex: addressIndexOf(portal.system(), 'ketevan@example.org').toString('base64url'),
  }),
  'reviews.settle-conflicts': () => ({ applicationId: lost.id }),
  'questions.destroy-key': () => ({ questionId: lost.id }),
  'retention.destroy-key': () => ({ applicationId: lost.id }),
};

it('a file whose key is lost is asked for ever more seldom, and stays as it is', async () => {
  const [versionId = ''] = lost.versionIds;
  const check = async () => {
    const [row] = await sql()`select state, attempts, next_at from document_checks where version_id = ${versionId}`;
    return { ...row, next_at: new Date(row?.next_at) };
  };
  const now = new Date();
  await run('documents.check', { versionId }, now);
  expect(await check()).toEqual({ state: 'waiting', attempts: 1, next_at: new Date(now.getTime() + MINUTE) });
  await run('documents.check', { versionId }, now);
  expect(await check()).toEqual({ state: 'waiting', attempts: 2, next_at: new Date(now.getTime() + 2 * MINUTE) });
});

it('readers are given what is whole, and told of that alone', async () => {
  await run('reviews.assign-open');
  const given = await sql()`select application_id as id, told_at from assignments`;
  expect(given.map(({ id }) => id)).toEqual([whole.id]);
  await sql()`
    insert into assignments (application_id, member_id, assigned_at, due_at)
    select ${lost.id}, member_id, assigned_at, due_at from assignments`;
  await sql()`delete from outbox`;
  await run('reviews.tell-reviewers');
  const mails = await sql()`select id, sealed_params from outbox`;
  const params = mails.map(({ id, sealed_params }) =>
    openJson(portal.services.keys.portal, `mail:${id}:contents`, sealed_params),
  );
  expect(params).toMatchObject([{ params: { count: 1 } }]);
  expect(await sql()`select 1 from assignments where told_at is null`).toHaveLength(0);
});

it('words and traces that are missing are made for what is whole', async () => {
  const [versionId = ''] = whole.versionIds;
  await run('documents.check', { versionId });
  await run('documents.render', { versionId });
  await sql()`delete from application_words`;
  await sql()`delete from name_traces`;
  await sql()`delete from text_traces`;
  await sql()`insert into text_traces (version_id) select id from document_versions`;
  await run('applications.index-words');
  await run('applications.sweep-drafts');
  await run('documents.trace-texts');
  const ids = async (table: 'application_words' | 'name_traces') =>
    (await sql()`select distinct application_id as id from ${sql()(table)}`).map(({ id }) => id);
  expect(await ids('application_words')).toEqual([whole.id]);
  expect(await ids('name_traces')).toEqual([whole.id]);
  const waiting = await sql()`select version_id as id from text_traces where made_at is null`;
  expect(waiting.map(({ id }) => id).toSorted()).toEqual(lost.versionIds.toSorted());
});

it.each(QUEUE_NAMES)('%s comes to its end', async (name) => {
  await expect(run(name, about[name]?.() ?? {})).resolves.toBeUndefined();
});

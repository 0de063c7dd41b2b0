import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { APIRequestContext, APIResponse, Page } from '@playwright/test';
import type { AnotherPortal } from '../another-portal';
import { type Applicant, apply } from '../applicant';
import { inherited, surroundings } from '../surroundings';
import { expect } from '../test';
import type { Door } from './attempts';
import { outcomeOf } from './attempts';
import type { Who } from './cells';
import { askForCodes } from './codes';
import type { Database } from './database';
import { confirmAll, grantsOf, invite, type Member, type People, remove, signInAll } from './people';
import type { Post } from './post';
import { CALL, type Scene } from './scene';

const run = promisify(execFile);

type Applicants = { applicant: Applicant; other: Applicant };
type Cast = {
  door: Door;
  people: People;
  database: Database;
  post: Post;
  portal: AnotherPortal;
  applicants: Applicants;
};
type Pages = Record<'applicant' | 'other applicant', Page>;

/** Two applications, all members, and what belongs to them, each made by whoever may. */
export async function setScene(cast: Cast, pages: Pages): Promise<{ scene: Scene; planted: string[] }> {
  const { people, database } = cast;
  const { applicant, other } = cast.applicants;
  const call = await idOf(database, CALL);
  const company = inviteAll(cast, call);
  const [{ members, member }, { number }, { number: otherNumber }] = await Promise.all([
    company,
    apply(pages.applicant, applicant),
    apply(pages['other applicant'], other),
  ]);
  const things = await makeThings(cast, { number, otherNumber });
  const codes = await askForCodes(cast);
  const removed = members.filter(({ who }) => who === 'removed member');
  for (const one of removed) await remove(cast, one);
  await database.holdWorker();
  const reviewer = members.find(({ who }) => who === 'reviewer')?.id ?? '';
  const document = await documentOf(people.administrator, number);
  const mail = await failedMailOf(database, number);
  const otherMail = await failedMailOf(database, otherNumber);
  const { email, name, nameLatin } = applicant;
  const standing = await standingOf(database, { ...things, number, otherNumber });
  const scene = {
    ...things,
    ...codes,
    ...standing,
    number,
    otherNumber,
    email,
    document,
    mail,
    otherMail,
    call,
    member,
    reviewer,
  };
  for (const [field, value] of Object.entries(scene)) expect(value, field).not.toBe('');
  return { scene, planted: [name, nameLatin, email] };
}

async function inviteAll(cast: Cast, call: string): Promise<{ members: Member[]; member: string }> {
  const other = await idOf(cast.database, await copyCall(cast.portal));
  const members: Member[] = [];
  for (const [who, grants] of Object.entries(grantsOf({ call, other })))
    members.push({ who: who as Who, ...(await invite(cast, who, grants)) });
  const { id: member } = await invite(cast, 'spare', [{ role: 'editor' }]);
  await signInAll(cast, members);
  const [row] = await cast.database.sql<{ id: string }[]>`select id from members order by created_at limit 1`;
  await confirmAll(cast, [
    ...members,
    { who: 'administrator', id: row?.id ?? '', address: surroundings.administrator },
  ]);
  return { members, member };
}

type Numbers = { number: string; otherNumber: string };

async function makeThings(
  { door, people, database }: Cast,
  { number, otherNumber }: Numbers,
): Promise<Pick<Scene, 'question' | 'comment' | 'task' | 'view' | 'tag'>> {
  const act = (who: Who, name: string, sent: Record<string, string>) =>
    served(door.act(people[who], `app/desk/${name}`, sent, number));
  for (const one of [number, otherNumber])
    await act('editor with a conflict', 'reviewing/actions.ts declare', { number: one });
  await act('editor', 'applications/discussion-actions.ts say', { number, comment: 'Please read it, @reviewer.' });
  await act('editor', 'applications/discussion-actions.ts planTask', { number, task: 'Call back' });
  await act('editor', 'applications/discussion-actions.ts setTag', { number, tag: 'to be renamed' });
  await act('reviewer', 'queue-actions.ts keepView', { name: 'Mine', view: '' });
  const answer = { kind: 'hold', subject: 'A', text: 'B', ...Object.fromEntries([['then', 'keep']]) };
  await act('editor', 'applications/actions.ts sendAnswer', { number: otherNumber, version: '1', ...answer });
  const asked = await people.asker.post(`${door.url}/en/questions`, {
    headers: { origin: door.url },
    multipart: { text: 'Does a photo essay fit?', call: CALL },
  });
  expect(asked.status()).toBe(200);
  const [row] = await database.sql<Pick<Scene, 'question' | 'comment' | 'task' | 'view' | 'tag'>[]>`
    select (select id from questions) as question, (select id from comments) as comment, (select id from tasks) as task,
      (select id from saved_views) as view, (select id from tags where name = 'to be renamed') as tag`;
  return row ?? { question: '', comment: '', task: '', view: '', tag: '' };
}

async function served(answer: Promise<APIResponse>): Promise<void> {
  expect(await outcomeOf(await answer)).toBe('served');
}

/** What the rows that ask for a version stand at now. */
export async function standingOf(
  { sql }: Database,
  { number, otherNumber, question }: Pick<Scene, 'number' | 'otherNumber' | 'question'>,
): Promise<Pick<Scene, 'version' | 'otherVersion' | 'questionVersion'>> {
  const [row] = await sql<Pick<Scene, 'version' | 'otherVersion' | 'questionVersion'>[]>`
    select (select version::text from applications where number = ${number}) as version,
      (select version::text from applications where number = ${otherNumber}) as "otherVersion",
      (select version::text from questions where id = ${question}) as "questionVersion"`;
  return {
    version: row?.version ?? '',
    otherVersion: row?.otherVersion ?? '',
    questionVersion: row?.questionVersion ?? '',
  };
}

async function idOf({ sql }: Database, slug: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from calls where slug = ${slug}`;
  return row?.id ?? '';
}

/** Another call, with the words of this one. */
async function copyCall({ url, dataDir }: AnotherPortal): Promise<string> {
  const environment = { ...inherited, NODE_ENV: 'production' as const, DATA_DIR: dataDir, PORTAL_URL: url };
  await run(process.execPath, ['cli/launch.mjs', 'call:copy', CALL, 'another'], { env: environment });
  return 'another';
}

async function documentOf(desk: APIRequestContext, number: string): Promise<string> {
  const page = await desk.get(`/desk/applications/${number}`);
  return /\/api\/documents\/([0-9a-f-]{36})/.exec(await page.text())?.[1] ?? '';
}

/** What the post would not take. */
async function failedMailOf({ sql }: Database, number: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select outbox.id from outbox join applications on applications.id = application_id
    where number = ${number} and outbox.state = 'failed'`;
  return row?.id ?? '';
}

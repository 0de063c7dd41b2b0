import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { surroundings } from './surroundings';

/** For what only time or a thief could do: asks the portal's own database. */
export async function inDatabase<Result>(
  work: (sql: Sql) => Promise<Result>,
  dataDir = surroundings.dataDir,
): Promise<Result> {
  const running = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { databaseUrl: string };
  const sql = postgres(running.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** As if twelve hours had passed since somebody opened their page: of an application, or of a question. */
export async function endSessionsOf(number: string): Promise<void> {
  const ended = await inDatabase((sql) =>
    number.startsWith('Q-')
      ? sql`update question_sessions set expires_at = now() - interval '1 minute'
          where question_id = (select id from questions where number = ${number})`
      : sql`update applicant_sessions set expires_at = now() - interval '1 minute'
          where application_id = (select id from applications where number = ${number})`,
  );
  if (ended.count === 0) throw new Error(`${number} has no session`);
}

/**
 * As if the files of an application were still to be checked, or had been found not to be taken. No page that shows them
 * may stand open: what it still fetches would no longer be there.
 */
export async function sayOfFiles(
  number: string,
  state: 'waiting' | 'refused',
  dataDir = surroundings.dataDir,
): Promise<void> {
  const said = await inDatabase(
    (sql) => sql`update document_checks set next_at = now() + interval '1 hour', state = ${state},
        reason = ${state === 'refused' ? 'damaged' : null}, checked_at = ${state === 'refused' ? new Date() : null}
      where version_id in (select v.id from document_versions v join documents d on d.id = v.document_id
        join applications a on a.id = d.application_id where a.number = ${number})`,
    dataDir,
  );
  if (said.count === 0) throw new Error(`${number} has no files`);
}

/** As if so many hours had passed since anything was kept of the draft that an upload belongs to. */
export async function letDraftRest(uploadUrl: string, hours: number): Promise<void> {
  const id = uploadUrl.split('/').at(-1) ?? '';
  const rested = await inDatabase(
    (sql) => sql`update applications set touched_at = now() - make_interval(hours => ${hours})
      where id = (select application_id from uploads where id = ${id})`,
  );
  if (rested.count !== 1) throw new Error('no draft of that upload');
}

/** As if the end of a membership had left the member's sessions and grants behind. */
export async function keepingHold(memberId: string, end: () => Promise<unknown>, dataDir: string): Promise<void> {
  await inDatabase(async (sql) => {
    const sessions = await sql`select * from member_sessions where member_id = ${memberId}`;
    const grants = await sql`select * from grants where member_id = ${memberId}`;
    await end();
    await sql`insert into member_sessions ${sql(sessions)}`;
    await sql`insert into grants ${sql(grants)}`;
  }, dataDir);
}

/** Nobody gets into it, and those who were in are thrown out, until it comes back. */
export async function takeDatabaseAway(dataDir: string): Promise<{ comesBack(): Promise<void> }> {
  const running = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { databaseUrl: string };
  const url = new URL(running.databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  await sql.unsafe(`alter database ${name} allow_connections false`);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  return {
    async comesBack() {
      await sql.unsafe(`alter database ${name} allow_connections true`);
      await sql.end();
    },
  };
}

/** As if the comments could not be read: every page and action that asks for them fails at once. */
export async function takeCommentsAway(dataDir: string): Promise<{ comesBack(): Promise<void> }> {
  await inDatabase((sql) => sql`alter table comments rename to comments_away`, dataDir);
  return {
    async comesBack() {
      await inDatabase((sql) => sql`alter table comments_away rename to comments`, dataDir);
    },
  };
}

import { and, asc, count, eq, inArray, isNull, min, or, type SQL } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { applications } from '@/db/schema/applications';
import { applicationTags, comments, mentions, tags, tasks } from '@/db/schema/discussion';
import { memberNames } from '@/domain/accounts/queries';
import { type Actor, isAdministrator } from '@/domain/actor';
import { visibleTo } from '@/domain/applications/scope';
import { keyToRead, withKeys } from '@/domain/applications/sealing';
import { callById } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { keptUntil, POOL_DAYS } from '@/domain/retention/rules';
import { publication } from '@/domain/settings/queries';
import { redactorForDocuments } from '@/domain/settings/withheld';
import { unlessDamaged } from '@/platform/damaged';
import { open, type SecretKey } from '@/platform/vault';
import { canChange, today } from './rules';
import { findTalked, readersOf } from './scope';

export { type MyTask, myOpenTasks } from './queries/my-tasks';

export type Comment = {
  id: string;
  by: string | null;
  at: Date;
  editedAt: Date | null;
  /** null where it is damaged and nobody can read it any more */
  text: string | null;
  mine: boolean;
  /** mine, and still to be changed or taken back */
  mayChange: boolean;
  /** calls the reader, who has not seen it */
  callsMe: boolean;
};

export type Task = {
  id: string;
  /** null where it is damaged and nobody can read it any more */
  text: string | null;
  /** noted by the member */
  mine: boolean;
  assignee: string | null;
  /** YYYY-MM-DD */
  dueOn: string | null;
  overdue: boolean;
  doneAt: Date | null;
};

export type Tag = { id: string; name: string };

export type Discussion = {
  comments: Comment[];
  tags: Tag[];
  /** what could be put on besides */
  otherTags: Tag[];
  tasks: Task[];
  /** members who may read this application, by name */
  readers: { memberId: string; name: string }[];
  /** for later calls: only with the applicant's own consent, and until when; null where there is none */
  pool: { until: Date } | null;
};

/** What members say and plan about an application. Errors: not_found. */
export async function discussionOf(ctx: Ctx, number: string): Promise<Discussion> {
  const application = await findTalked(ctx, { number });
  const key = await keyToRead(ctx, application.id);
  const opened = { id: application.id, key, masked: await maskFor(ctx, { id: application.id, key }) };
  const [said, own, planned, readers, pool] = await Promise.all([
    commentsOn(ctx, opened),
    tagsFor(ctx, application),
    tasksOn(ctx, opened, application.timeZone),
    readersOf(ctx, application),
    poolOf(ctx, application),
  ]);
  return {
    comments: said,
    ...own,
    tasks: planned,
    readers: readers.map(({ memberId, name }) => ({ memberId, name })),
    pool,
  };
}

/** Where the member is called and has not looked: how often, and the application longest unseen. Errors: not_signed_in. */
export async function unseenMentions(ctx: Ctx): Promise<{ count: number; number: string | null }> {
  const { actor } = ctx;
  if (actor.kind !== 'member') throw new AppError('not_signed_in');
  const rows = await builtOnce(ctx.db, ['unseenMentions', actor], () => {
    const mine = and(
      eq(mentions.memberId, actor.memberId),
      isNull(mentions.seenAt),
      eq(applications.state, 'submitted'),
      visibleTo(actor),
    );
    return ctx.db
      .select({ id: applications.id, number: applications.number, count: count() })
      .from(mentions)
      .innerJoin(applications, eq(applications.id, mentions.applicationId))
      .where(mine)
      .groupBy(applications.id, applications.number)
      .orderBy(asc(min(mentions.mentionedAt)), asc(applications.number))
      .limit(100);
  });
  const there = await withKeys(ctx, rows);
  return { count: there.reduce((sum, row) => sum + row.count, 0), number: there[0]?.number ?? null };
}

/** The tags for all calls and those of the calls the actor's grants reach, for filters. Errors: not_signed_in. */
export async function knownTags(ctx: Ctx): Promise<Tag[]> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_signed_in');
  return builtOnce(ctx.db, ['knownTags', ctx.actor], () =>
    ctx.db
      .select({ id: tags.id, name: tags.name })
      .from(tags)
      .where(tagsInReach(ctx.actor))
      .orderBy(asc(tags.name))
      .limit(200),
  );
}

function tagsInReach(actor: Actor): SQL | undefined {
  if (actor.kind !== 'member' || isAdministrator(actor)) return undefined;
  const calls = actor.grants.flatMap(({ callId }) => callId ?? []);
  if (calls.length < actor.grants.length) return undefined;
  return or(isNull(tags.callId), inArray(tags.callId, calls));
}

type Opened = { id: string; key: SecretKey; masked: (text: string) => string };

async function commentsOn(ctx: Ctx, opened: Opened): Promise<Comment[]> {
  const me = ctx.actor.kind === 'member' ? ctx.actor.memberId : '';
  const rows = await ctx.db
    .select({
      id: comments.id,
      memberId: comments.memberId,
      sealedText: comments.sealedText,
      writtenAt: comments.writtenAt,
      editedAt: comments.editedAt,
    })
    .from(comments)
    .where(eq(comments.applicationId, opened.id))
    .orderBy(asc(comments.writtenAt), asc(comments.id));
  if (rows.length === 0) return [];
  const [calls, names] = await Promise.all([
    ctx.db
      .select({ commentId: mentions.commentId })
      .from(mentions)
      .where(and(eq(mentions.applicationId, opened.id), eq(mentions.memberId, me || NOBODY), isNull(mentions.seenAt))),
    memberNames(
      ctx,
      rows.map((row) => row.memberId),
    ),
  ]);
  const calling = new Set(calls.map((one) => one.commentId));
  // One's own stands as one wrote it: it may be changed, and what is masked here would be kept masked.
  const asWritten = { ...opened, masked: (text: string) => text };
  return rows.map((row) => ({
    id: row.id,
    by: names.get(row.memberId) ?? null,
    at: row.writtenAt,
    editedAt: row.editedAt,
    text: textOf(row.memberId === me ? asWritten : opened, { kind: 'comment', ...row }),
    mine: row.memberId === me,
    mayChange: canChange(row, me, ctx.now),
    callsMe: calling.has(row.id),
  }));
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

async function tagsFor(ctx: Ctx, application: { id: string; callId: string }) {
  const [known, own] = await Promise.all([
    ctx.db
      .select({ id: tags.id, name: tags.name })
      .from(tags)
      .where(or(isNull(tags.callId), eq(tags.callId, application.callId)))
      .orderBy(asc(tags.name))
      .limit(200),
    ctx.db
      .select({ id: tags.id, name: tags.name })
      .from(applicationTags)
      .innerJoin(tags, eq(tags.id, applicationTags.tagId))
      .where(eq(applicationTags.applicationId, application.id))
      .orderBy(asc(tags.name)),
  ]);
  const on = new Set(own.map((one) => one.id));
  return { tags: own, otherTags: known.filter((tag) => !on.has(tag.id)) };
}

async function tasksOn(ctx: Ctx, opened: Opened, timeZone: string): Promise<Task[]> {
  const rows = await ctx.db
    .select({
      id: tasks.id,
      sealedText: tasks.sealedText,
      assigneeId: tasks.assigneeId,
      createdBy: tasks.createdBy,
      dueOn: tasks.dueOn,
      doneAt: tasks.doneAt,
    })
    .from(tasks)
    .where(eq(tasks.applicationId, opened.id))
    .orderBy(asc(tasks.createdAt), asc(tasks.id));
  if (rows.length === 0) return [];
  const names = await memberNames(
    ctx,
    rows.flatMap((row) => row.assigneeId ?? []),
  );
  const day = today(ctx.now, timeZone);
  return rows.map((row) => ({
    id: row.id,
    text: textOf(opened, { kind: 'task', ...row }),
    mine: ctx.actor.kind === 'member' && row.createdBy === ctx.actor.memberId,
    assignee: row.assigneeId ? (names.get(row.assigneeId) ?? null) : null,
    dueOn: row.dueOn,
    overdue: row.doneAt === null && row.dueOn !== null && row.dueOn < day,
    doneAt: row.doneAt,
  }));
}

type SealedText = { kind: 'comment' | 'task'; id: string; sealedText: Buffer };

function textOf({ key, masked }: Opened, { kind, id, sealedText }: SealedText): string | null {
  const text = unlessDamaged({ event: `${kind}.damaged`, [kind]: id }, () =>
    open(key, `${kind}:${id}`, sealedText).toString('utf8'),
  );
  return text === null ? null : masked(text);
}

/** Who reads blind meets no name here either, whoever wrote it. */
async function maskFor(ctx: Ctx, application: Pick<Opened, 'id' | 'key'>): Promise<(text: string) => string> {
  const redactor = await redactorForDocuments(ctx, application);
  return (text) => redactor?.text(text) ?? text;
}

/** Whoever agreed is kept longer, counted as for everybody; the daily sweep erases them then. */
async function poolOf(ctx: Ctx, { id, callId }: { id: string; callId: string }): Promise<Discussion['pool']> {
  const [row] = await ctx.db
    .select({
      agreed: applications.keepInPool,
      submittedAt: applications.submittedAt,
      stageSince: applications.stageSince,
    })
    .from(applications)
    .where(and(eq(applications.id, id), visibleTo(ctx.actor)));
  if (!row?.agreed) return null;
  const { closesAt } = await callById(ctx, callId);
  const { retentionDays } = await publication(ctx);
  const { submittedAt, stageSince } = row;
  return { until: keptUntil({ closesAt, submittedAt, stageSince }, Math.max(POOL_DAYS, retentionDays)) };
}

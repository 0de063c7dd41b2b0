import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { applications } from '@/db/schema/applications';
import { calls } from '@/db/schema/calls';
import { tasks } from '@/db/schema/discussion';
import type { Answers } from '@/domain/applications/input';
import { visibleTo } from '@/domain/applications/scope';
import { answersForList, keysOf } from '@/domain/applications/sealing';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { redactorOf, withheldFrom } from '@/domain/settings/withheld';
import { unlessDamaged } from '@/platform/damaged';
import { open } from '@/platform/vault';
import { today } from '../rules';

export type MyTask = {
  id: string;
  number: string;
  /** null where it is damaged and nobody can read it any more */
  text: string | null;
  /** YYYY-MM-DD */
  dueOn: string | null;
  overdue: boolean;
};

/** What the member has yet to do, over all applications they may read, the nearest day first. Errors: not_signed_in. */
export async function myOpenTasks(ctx: Ctx, limit = 50): Promise<MyTask[]> {
  if (ctx.actor.kind !== 'member') throw new AppError('not_signed_in');
  const rows = await ctx.db
    .select({
      id: tasks.id,
      dueOn: tasks.dueOn,
      sealedText: tasks.sealedText,
      applicationId: applications.id,
      number: applications.number,
      sealedAnswers: applications.sealedAnswers,
      timeZone: calls.timeZone,
    })
    .from(tasks)
    .innerJoin(applications, eq(applications.id, tasks.applicationId))
    .innerJoin(calls, eq(calls.id, applications.callId))
    .where(
      and(
        eq(tasks.assigneeId, ctx.actor.memberId),
        isNull(tasks.doneAt),
        eq(applications.state, 'submitted'),
        visibleTo(ctx.actor),
      ),
    )
    .orderBy(sql`${tasks.dueOn} asc nulls last`, asc(tasks.createdAt), asc(tasks.id))
    .limit(limit);
  const ids = [...new Set(rows.map((row) => row.applicationId))];
  const [keys, withheld] = await Promise.all([keysOf(ctx, ids), withheldFrom(ctx, ids)]);
  return rows.flatMap(({ id, number, dueOn, sealedText, applicationId, sealedAnswers, timeZone }) => {
    const key = keys.get(applicationId);
    if (!key) return [];
    const text = unlessDamaged({ event: 'task.damaged', task: id }, () =>
      open(key, `task:${id}`, sealedText).toString('utf8'),
    );
    const shown = withheld.has(applicationId) ? masked(text, answersForList(key, applicationId, sealedAnswers)) : text;
    const overdue = dueOn !== null && dueOn < today(ctx.now, timeZone);
    return [{ id, number: number ?? '', text: shown, dueOn, overdue }];
  });
}

/** What cannot be masked any more is not shown to whoever reads blind. */
function masked(text: string | null, answers: Answers | null): string | null {
  return text === null || !answers ? null : redactorOf(answers).text(text);
}

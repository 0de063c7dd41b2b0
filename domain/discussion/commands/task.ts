import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { tasks } from '@/db/schema/discussion';
import { keyOf } from '@/domain/applications/sealing';
import { record } from '@/domain/audit/commands';
import { type Ctx, transaction } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { seal } from '@/platform/vault';
import { type TaskInput, taskInput } from '../input';
import { findTalked, memberOf, readersOf } from '../scope';

/** Notes something to do about an application, for somebody who may read it or for whoever comes. Errors: not_found, invalid_input. */
export async function addTask(ctx: Ctx, input: TaskInput): Promise<{ taskId: string }> {
  const { memberId } = memberOf(ctx);
  const parsed = taskInput.safeParse(input);
  if (!parsed.success) throw new AppError('invalid_input', { field: 'task' });
  const { number, text, assigneeId, dueOn } = parsed.data;
  return transaction(ctx, async (tx) => {
    const application = await findTalked(tx, { number });
    if (assigneeId) {
      const readers = await readersOf(tx, application);
      if (!readers.some((reader) => reader.memberId === assigneeId)) throw new AppError('not_found');
    }
    const id = randomUUID();
    await tx.db.insert(tasks).values({
      id,
      applicationId: application.id,
      sealedText: seal(await keyOf(tx, application.id), `task:${id}`, text),
      assigneeId,
      createdBy: memberId,
      dueOn,
      createdAt: tx.now,
    });
    await record(tx, { verb: 'task.added', subject: { kind: 'application', id: application.id } });
    return { taskId: id };
  });
}

/** Marks a task as done, or as open again. Errors: not_found. */
export async function settleTask(
  ctx: Ctx,
  { taskId, done }: { taskId: string; done: boolean },
): Promise<{ number: string }> {
  const { memberId } = memberOf(ctx);
  return transaction(ctx, async (tx) => {
    const [task] = await tx.db
      .select({ applicationId: tasks.applicationId, doneAt: tasks.doneAt })
      .from(tasks)
      .where(eq(tasks.id, taskId))
      .for('update');
    if (!task) throw new AppError('not_found');
    const application = await findTalked(tx, { id: task.applicationId });
    if ((task.doneAt !== null) === done) return { number: application.number };
    await tx.db
      .update(tasks)
      .set(done ? { doneAt: tx.now, doneBy: memberId } : { doneAt: null, doneBy: null })
      .where(eq(tasks.id, taskId));
    await record(tx, {
      verb: done ? 'task.done' : 'task.reopened',
      subject: { kind: 'application', id: application.id },
    });
    return { number: application.number };
  });
}

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { auditEvents } from '@/db/schema/audit';
import { outbox } from '@/db/schema/messages';
import type { Ctx } from '@/domain/context';
import { openMail } from '@/domain/messages/writing';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { answerQuestion, askQuestion, newQuestionToken, type Receipt } from './commands';
import { questionForDesk } from './queries';

export let portal: TestPortal;
let count = 0;

/** A portal of the test file's own. */
export function aPortalWithQuestions(): void {
  beforeAll(async () => {
    portal = await openTestPortal();
  });
  afterAll(() => portal.close());
}

export function database() {
  return portal.services.connection.db;
}

export function somebody(now?: Date): Ctx {
  count += 1;
  return portal.as({ kind: 'stranger', peer: `asker ${count}` }, now);
}

type Typed = Partial<Parameters<typeof askQuestion>[1]>;

export async function ask(typed: Typed = {}, now?: Date): Promise<Receipt> {
  const ctx = somebody(now);
  return askQuestion(ctx, {
    token: newQuestionToken(ctx),
    locale: 'ka',
    name: 'ნინო ჩემსია',
    email: 'nino@example.org',
    text: 'Does a photo essay fit?',
    ...typed,
  });
}

export async function desk(grants?: Parameters<typeof aMember>[1]): Promise<Ctx> {
  return portal.as(await aMember(portal, grants));
}

export async function mailsAbout(questionId: string) {
  const rows = await database()
    .select()
    .from(outbox)
    .where(eq(outbox.questionId, questionId))
    .orderBy(outbox.createdAt);
  return Promise.all(
    rows.map(async (row) => {
      const opened = await openMail(portal.system(), row);
      return { template: row.template, to: opened?.address, ...opened?.contents };
    }),
  );
}

export async function verbsOf(questionId: string): Promise<string[]> {
  const rows = await database()
    .select({ verb: auditEvents.verb })
    .from(auditEvents)
    .where(eq(auditEvents.subjectId, questionId))
    .orderBy(auditEvents.id);
  return rows.map((row) => row.verb);
}

export async function answer(ctx: Ctx, id: string, text = 'It does.'): Promise<void> {
  const { version } = await questionForDesk(ctx, id);
  await answerQuestion(ctx, { id, version, text });
}

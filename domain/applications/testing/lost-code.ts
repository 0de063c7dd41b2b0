import { and, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { openContents } from '@/domain/messages/sealing';
import { aSentApplication, openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { askForNewCode, enterReceiptCode } from '../commands';
import { runSendCodeLinks } from '../jobs';

export let portal: TestPortal;
let count = 0;

/** A portal of the test file's own. */
export function aPortalWithLostCodes(): void {
  beforeAll(async () => {
    portal = await openTestPortal();
  });
  afterAll(() => portal.close());
}

export const MINUTE = 60_000;

export function anAddress(): string {
  count += 1;
  return `lost${count}@example.org`;
}

export function database() {
  return portal.services.connection.db;
}

/** Another peer each time, so that no test eats the tries of the next. */
export function somebody(now?: Date) {
  count += 1;
  return portal.as({ kind: 'stranger', peer: `peer ${count}` }, now);
}

/** Asks, and does the job that asking has left. */
export async function ask(address: string, now = new Date()): Promise<void> {
  await askForNewCode(somebody(now), { address });
  const jobs = await database().execute<{ data: unknown }>(
    "delete from jobs.job where name = 'applications.send-code-links' returning data",
  );
  for (const job of jobs) await runSendCodeLinks(portal.system(now), job.data);
}

export async function idOf(code: string): Promise<string> {
  return (await enterReceiptCode(somebody(), { typed: code })).applicationId;
}

export async function mailsOf(applicationId: string) {
  const rows = await database()
    .select()
    .from(outbox)
    .where(and(eq(outbox.applicationId, applicationId), inArray(outbox.template, ['new-code', 'new-code.quiet'])))
    .orderBy(outbox.createdAt);
  const key = await portal.services.keyStore.get(applicationId);
  if (!key) throw new Error('no key');
  return rows.map((row) => {
    const template = row.template as 'new-code';
    if (!row.sealedParams) throw new Error('wiped');
    return {
      template,
      ...openContents(key, {
        id: row.id,
        template: template === 'new-code' ? template : ('new-code.quiet' as 'new-code'),
        sealedParams: row.sealedParams,
      }),
    };
  });
}

export async function applied(fields: Record<string, string> = {}) {
  const email = anAddress();
  const sent = await aSentApplication(portal, { fields: { email, ...fields } });
  return { ...sent, email, id: await idOf(sent.code) };
}

export async function begun(fields: Record<string, string> = {}) {
  const email = anAddress();
  const outcome = await postForm(portal.stranger(), { fields: { email, action: 'save', ...fields } });
  if (outcome.kind !== 'form' || !outcome.form.code) throw new Error('not saved');
  return { email, code: outcome.form.code, token: outcome.form.draft, id: await idOf(outcome.form.code) };
}

import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { transaction } from '@/domain/context';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { type Mailer, smtpMailer } from '@/platform/mailer';
import { reply, startSmtp, type TestSmtp } from '@/platform/mailer/testing';
import { requestMail } from './commands';
import type { MailRequest } from './input';
import { type Delivery, deliverNextMail } from './jobs';

export let portal: TestPortal;

/** A portal of the test file's own, with an empty outbox before each test. */
export function aPortalWithMails(): void {
  beforeAll(async () => {
    portal = await openTestPortal();
  });
  afterAll(() => portal?.close());
  beforeEach(() => portal.services.connection.sql`delete from outbox`);
}

export const NOW = new Date('2026-11-23T10:52:00Z');
export const MINUTE = 60_000;
export const minutesOn = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);

export async function smtp(behaviour: Parameters<typeof startSmtp>[0] = {}): Promise<TestSmtp & { mailer: Mailer }> {
  const server = await startSmtp(behaviour);
  const mailer = mailerTo(server.url);
  onTestFinished(() => server.stop());
  return Object.assign(server, { mailer });
}

/** A server that takes mail for everybody but one. */
export function refusing(refused: string): ReturnType<typeof smtp> {
  return smtp({
    onRecipient: (address) => {
      if (address === refused) throw reply(550, '5.1.1 No');
    },
  });
}

export function mailerTo(url: string): Mailer {
  const mailer = smtpMailer(url, { greetAs: 'portal.test' });
  onTestFinished(() => mailer.close());
  return mailer;
}

export async function deliverAll(mailer: Mailer, now = NOW): Promise<Delivery[]> {
  const outcomes: Delivery[] = [];
  for (;;) {
    const outcome = await deliverNextMail(portal.system(now), mailer);
    if (!outcome) return outcomes;
    outcomes.push(outcome);
  }
}

/** A mail to a member: the simplest there is. */
export async function aMail(changes: Partial<Pick<MailRequest, 'held'>> & { address?: string } = {}): Promise<string> {
  const { address = 'nino@portal.test', ...rest } = changes;
  const member = await aMember(portal);
  const ctx = portal.system(NOW);
  const { outboxId } = await transaction(ctx, (tx) =>
    requestMail(tx, {
      template: 'answer',
      to: { kind: 'member', memberId: member.memberId, address },
      locale: 'en',
      params: {
        number: 'APP-7F3K',
        subject: 'About your application',
        text: 'Dear Ketevan,\n\nwe would like to talk.',
      },
      ...rest,
    }),
  );
  return outboxId;
}

export async function rowOf(id: string) {
  const [row] = await portal.services.connection.sql`
    select state, trouble, last_reply, attempts, next_attempt_at, message_id, sealed_params, left_at from outbox where id = ${id}`;
  return row;
}

export async function verbsAbout(id: string): Promise<string[]> {
  const rows = await portal.services.connection
    .sql`select verb from audit_events where subject_kind = 'mail' and subject_id = ${id} order by id`;
  return rows.map((row) => row.verb);
}

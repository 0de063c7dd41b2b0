import { eq } from 'drizzle-orm';
import { outbox } from '@/db/schema/messages';
import { proveAgain, requestProof } from '@/domain/accounts/commands';
import type { MemberActor } from '@/domain/actor';
import type { TestPortal } from '@/domain/testing/portal';
import { openJson } from '@/platform/vault';

/** Confirms as a person would: with the code from the mail. */
export async function proveFor(
  portal: TestPortal,
  actor: MemberActor,
  browser: string,
  now = new Date(),
): Promise<void> {
  await requestProof(portal.as(actor, now), { browser, locale: 'en' });
  const rows = await portal.services.connection.db
    .select()
    .from(outbox)
    .where(eq(outbox.memberId, actor.memberId))
    .orderBy(outbox.createdAt);
  const mail = rows.filter((row) => row.template === 'sign-in').at(-1);
  const sealed = mail?.sealedParams;
  if (!mail || !sealed) throw new Error('no mail');
  const { params } = openJson(portal.services.keys.portal, `mail:${mail.id}:contents`, sealed) as {
    params: { code: string };
  };
  await proveAgain(portal.as(actor, now), { browser, code: params.code });
}

import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { fromBuffer } from 'yauzl';
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
  const mail = rows.filter((row) => row.template === 'proof').at(-1);
  const sealed = mail?.sealedParams;
  if (!mail || !sealed) throw new Error('no mail');
  const { params } = openJson(portal.services.keys.portal, `mail:${mail.id}:contents`, sealed) as {
    params: { code: string };
  };
  await proveAgain(portal.as(actor, now), { browser, code: params.code });
}

/** What stands in one file of a ZIP. */
export function memberOf(bytes: Buffer, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', (entry) => {
        if (entry.fileName !== name) return;
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          text(stream).then(resolve, reject);
        });
      });
      zip.on('error', reject);
    });
  });
}

/** The files of a ZIP, in their order. */
export function namesIn(bytes: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error);
      const names: string[] = [];
      zip.on('entry', (entry) => names.push(String(entry.fileName)));
      zip.on('end', () => resolve(names));
      zip.on('error', reject);
    });
  });
}

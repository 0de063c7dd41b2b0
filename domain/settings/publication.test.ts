import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvents } from '@/db/schema/audit';
import { PUBLICATION } from '@/db/seed/regional-specialists';
import { aMember, openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { changePublication } from './commands';
import { publication } from './queries';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const WORDS = { de: 'Verantwortlich: <b>Beispielverlag</b>', ka: 'გამომცემლობა' };

it('keeps what an administrator adds to the privacy notice, word for word', async () => {
  const administrator = await aMember(portal, [{ role: 'administrator' }]);
  await changePublication(portal.as(administrator), { ...PUBLICATION, privacyText: WORDS });

  expect((await publication(portal.stranger())).privacyText).toEqual(WORDS);
  const noted = await portal.services.connection.db
    .select({ verb: auditEvents.verb, details: auditEvents.details })
    .from(auditEvents)
    .where(eq(auditEvents.actorId, administrator.memberId));
  expect(noted).toEqual([{ verb: 'publication.changed', details: {} }]);
});

it('takes no such words from an editor, and none that are too long', async () => {
  const before = await publication(portal.stranger());
  const editor = portal.as(await aMember(portal));
  await expect(changePublication(editor, { ...PUBLICATION, privacyText: { en: 'Mine' } })).rejects.toMatchObject({
    code: 'not_found',
  });
  const administrator = portal.as(await aMember(portal, [{ role: 'administrator' }]));
  const tooLong = { ...PUBLICATION, privacyText: { en: 'x'.repeat(10_001) } };
  await expect(changePublication(administrator, tooLong)).rejects.toThrow();

  expect(await publication(portal.stranger())).toEqual(before);
});

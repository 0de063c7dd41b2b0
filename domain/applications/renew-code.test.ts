import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { codeLinks } from '@/db/schema/applications';
import { auditEvents } from '@/db/schema/audit';
import { outbox } from '@/db/schema/messages';
import { troubledApplications } from '@/domain/messages/queries';
import { eraseMyApplication } from '@/domain/retention/commands';
import { aMember, postForm } from '@/domain/testing/portal';
import { applicantSession, draftOf, enterReceiptCode, isCodeLinkFresh, renewCode, sweepCodeLinks } from './commands';
import { applicationForDesk, queueFor } from './queries';
import {
  aPortalWithLostCodes,
  applied,
  ask,
  begun,
  database,
  idOf,
  MINUTE,
  mailsOf,
  portal,
  somebody,
} from './testing/lost-code';

aPortalWithLostCodes();

async function linkTo(applicationId: string): Promise<string> {
  const link = (await mailsOf(applicationId)).at(-1)?.params.link;
  if (!link) throw new Error('no link');
  return link;
}

describe('a link from the mail', () => {
  async function withLink(fields: Record<string, string> = {}) {
    const application = await applied(fields);
    await ask(application.email);
    return { ...application, link: await linkTo(application.id) };
  }

  it('makes a new code and opens the application; the old code and the sessions opened with it end', async () => {
    const { id, code: old, session, link } = await withLink();
    expect(await isCodeLinkFresh(somebody(), link)).toBe(true);
    const renewed = await renewCode(somebody(), { link, page: 'a page' });
    expect(renewed.code).not.toBe(old);
    expect(await idOf(renewed.code)).toBe(id);
    await expect(enterReceiptCode(somebody(), { typed: old })).rejects.toMatchObject({ code: 'unknown_code' });
    expect(await applicantSession(portal.stranger(), session)).toBeNull();
    expect(await applicantSession(portal.stranger(), renewed.session)).toMatchObject({
      applicationId: id,
      code: renewed.code,
    });
    expect(await isCodeLinkFresh(somebody(), link)).toBe(false);
  });

  it('works once: of ten pages that use it at the same moment one gets a code', async () => {
    const { link, id } = await withLink();
    const uses = await Promise.allSettled(
      Array.from({ length: 10 }, (_, page) => renewCode(somebody(), { link, page: `page ${page}` })),
    );
    const made = uses.filter((use) => use.status === 'fulfilled');
    expect(made).toHaveLength(1);
    for (const use of uses) if (use.status === 'rejected') expect(use.reason).toMatchObject({ code: 'code_link_used' });
    expect(await idOf(made[0]?.value.code ?? '')).toBe(id);
  });

  it('shows the same code to a button that is pressed ten times, and makes one', async () => {
    const { link, id } = await withLink();
    const uses = await Promise.all(Array.from({ length: 10 }, () => renewCode(somebody(), { link, page: 'one page' })));
    expect(new Set(uses.map((use) => use.code)).size).toBe(1);
    const renewals = await database()
      .select({ verb: auditEvents.verb })
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, id), eq(auditEvents.verb, 'application.code-renewed')));
    expect(renewals).toHaveLength(1);
  });

  it('ends after ten minutes', async () => {
    const { link } = await withLink();
    const late = new Date(Date.now() + 10 * MINUTE + 1000);
    expect(await isCodeLinkFresh(somebody(late), link)).toBe(false);
    await expect(renewCode(somebody(late), { link, page: 'late' })).rejects.toMatchObject({ code: 'code_link_used' });
  });

  it('ends when a newer one is asked for', async () => {
    const { link, email, id } = await withLink();
    await ask(email);
    await expect(renewCode(somebody(), { link, page: 'first' })).rejects.toMatchObject({ code: 'code_link_used' });
    await renewCode(somebody(), { link: await linkTo(id), page: 'second' });
  });

  it('is read as people type it', async () => {
    const { link, id } = await withLink({ quiet: 'on' });
    const typed = ` ${link.slice(0, 4).toLowerCase()} ${link.slice(4, 8)}-${link.slice(8)} `;
    expect(await idOf((await renewCode(somebody(), { link: typed, page: 'typed' })).code)).toBe(id);
  });

  it('brings back a draft; a form still open with the old code writes into a draft of its own', async () => {
    const draft = await begun({ place: 'Svaneti' });
    await ask(draft.email);
    const { code } = await renewCode(somebody(), { link: await linkTo(draft.id), page: 'a page' });
    expect(await idOf(code)).toBe(draft.id);
    expect(await draftOf(portal.stranger(), draft.token)).toBeNull();
    const again = await postForm(portal.stranger(), { fields: { draft: draft.token, action: 'save' } });
    expect(again.kind === 'form' && again.form.code).toBeTruthy();
  });

  it('is not guessed: a peer may try twenty wrong ones, and a right one all the same', async () => {
    const { link, id } = await withLink();
    const peer = portal.as({ kind: 'stranger', peer: 'guesser' });
    for (let time = 0; time < 20; time += 1)
      await expect(renewCode(peer, { link: '0000000000000000', page: '' })).rejects.toMatchObject({
        code: 'code_link_used',
      });
    for (const wrong of [
      () => renewCode(peer, { link: '0000000000000000', page: '' }),
      () => isCodeLinkFresh(peer, '0'),
    ])
      await expect(wrong()).rejects.toMatchObject({ code: 'too_many_tries' });
    expect(await isCodeLinkFresh(peer, link)).toBe(true);
    expect(await idOf((await renewCode(peer, { link, page: 'a page' })).code)).toBe(id);
  });

  it('does not mark its application as not delivered when the mail came too late', async () => {
    const { id } = await withLink();
    await database()
      .update(outbox)
      .set({ state: 'failed', trouble: 'expired' })
      .where(and(eq(outbox.applicationId, id), eq(outbox.template, 'new-code')));
    expect(await troubledApplications(portal.system(), [id])).toEqual(new Set());
    expect((await queueFor(portal.system(), { trouble: true })).entries.map((entry) => entry.id)).not.toContain(id);
  });

  it('is nothing an editor hears of', async () => {
    const { link, number } = await withLink();
    await renewCode(somebody(), { link, page: 'a page' });
    const { timeline } = await applicationForDesk(portal.as(await aMember(portal)), number);
    expect(timeline.map((line) => line.verb)).toEqual(['application.submitted']);
  });

  it('goes with the application when that is erased, and by itself once it is old', async () => {
    const { id, link, session } = await withLink();
    const found = await applicantSession(portal.stranger(), session);
    if (!found) throw new Error('no session');
    await eraseMyApplication(portal.as({ kind: 'applicant', ...found }));
    await expect(renewCode(somebody(), { link, page: 'a page' })).rejects.toMatchObject({ code: 'code_link_used' });
    expect(await database().select().from(codeLinks).where(eq(codeLinks.applicationId, id))).toEqual([]);
    await withLink();
    await sweepCodeLinks(portal.system(new Date(Date.now() + 11 * MINUTE)));
    expect(await database().select().from(codeLinks)).toEqual([]);
  });
});

it('keeps nothing of a link in clear', async () => {
  const { email, id } = await applied();
  await ask(email);
  const link = await linkTo(id);
  const kept = await database().select().from(codeLinks).where(eq(codeLinks.applicationId, id));
  expect(JSON.stringify(kept)).not.toContain(link);
});

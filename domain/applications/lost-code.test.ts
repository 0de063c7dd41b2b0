import { and, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeLinks } from '@/db/schema/applications';
import { auditEvents } from '@/db/schema/audit';
import { outbox } from '@/db/schema/messages';
import { troubledApplications } from '@/domain/messages/queries';
import { openContents } from '@/domain/messages/sealing';
import { eraseMyApplication } from '@/domain/retention/commands';
import { aMember, aSentApplication, openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import {
  applicantSession,
  askForNewCode,
  draftOf,
  enterReceiptCode,
  isCodeLinkFresh,
  renewCode,
  sweepCodeLinks,
} from './commands';
import { runSendCodeLinks } from './jobs';
import { applicationForDesk, queueFor } from './queries';

let portal: TestPortal;
let count = 0;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const MINUTE = 60_000;

function anAddress(): string {
  count += 1;
  return `lost${count}@example.org`;
}

function database() {
  return portal.services.connection.db;
}

/** Another peer each time, so that no test eats the tries of the next. */
function somebody(now?: Date) {
  count += 1;
  return portal.as({ kind: 'stranger', peer: `peer ${count}` }, now);
}

/** Asks, and does the job that asking has left. */
async function ask(address: string, now = new Date()): Promise<void> {
  await askForNewCode(somebody(now), { address });
  const jobs = await database().execute<{ data: unknown }>(
    "delete from jobs.job where name = 'applications.send-code-links' returning data",
  );
  for (const job of jobs) await runSendCodeLinks(portal.system(now), job.data);
}

async function idOf(code: string): Promise<string> {
  return (await enterReceiptCode(somebody(), { typed: code })).applicationId;
}

async function mailsOf(applicationId: string) {
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

async function linkTo(applicationId: string): Promise<string> {
  const link = (await mailsOf(applicationId)).at(-1)?.params.link;
  if (!link) throw new Error('no link');
  return link;
}

async function applied(fields: Record<string, string> = {}) {
  const email = anAddress();
  const sent = await aSentApplication(portal, { fields: { email, ...fields } });
  return { ...sent, email, id: await idOf(sent.code) };
}

async function begun(fields: Record<string, string> = {}) {
  const email = anAddress();
  const outcome = await postForm(portal.stranger(), { fields: { email, action: 'save', ...fields } });
  if (outcome.kind !== 'form' || !outcome.form.code) throw new Error('not saved');
  return { email, code: outcome.form.code, token: outcome.form.draft, id: await idOf(outcome.form.code) };
}

describe('asking for a new code', () => {
  it('mails a link about a sent application, by its number, and never the code', async () => {
    const { id, email, number } = await applied();
    await ask(` ${email.toUpperCase()} `);
    expect(await mailsOf(id)).toEqual([
      {
        template: 'new-code',
        replyTo: null,
        params: {
          link: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/),
          minutes: 10,
          number,
          begunAt: expect.any(Date),
          timeZone: 'Asia/Tbilisi',
        },
      },
    ]);
  });

  it('finds a draft by the address typed so far', async () => {
    const { id, email } = await begun();
    await ask(email);
    expect((await mailsOf(id)).map(({ params }) => params.number)).toEqual([null]);
  });

  it('no longer finds a draft by an address that was taken out again', async () => {
    const { id, email, token } = await begun();
    await postForm(portal.stranger(), { fields: { draft: token, email: '', action: 'save' } });
    await ask(email);
    expect(await mailsOf(id)).toEqual([]);
  });

  it('sends a mail for each of several applications', async () => {
    const { id, email } = await applied();
    const second = await aSentApplication(portal, { fields: { email } });
    await ask(email);
    expect(await mailsOf(id)).toHaveLength(1);
    expect(await mailsOf(await idOf(second.code))).toHaveLength(1);
  });

  it('says nothing in quiet mode but what has to be typed', async () => {
    const { id, email } = await applied({ quiet: 'on', workingName: 'Nino' });
    await ask(email);
    const mails = await mailsOf(id);
    expect(mails.map(({ params }) => Object.keys(params))).toEqual([['link', 'minutes']]);
    const [row] = await database()
      .select({ messageId: outbox.messageId, template: outbox.template })
      .from(outbox)
      .where(and(eq(outbox.applicationId, id), eq(outbox.template, 'new-code.quiet')));
    expect(row?.messageId).toMatch(/@portal\.test>$/);
  });

  it('sends nothing to somebody who wants no mail at all', async () => {
    const { id, email } = await applied({ noMail: 'on' });
    await ask(email);
    expect(await mailsOf(id)).toEqual([]);
    expect(await database().select().from(codeLinks).where(eq(codeLinks.applicationId, id))).toEqual([]);
  });

  it('leaves the same behind for an address nobody gave: one job, and nothing readable in it', async () => {
    const left = async (address: string) => {
      await askForNewCode(somebody(), { address });
      return database().execute<{ data: Record<string, string> }>(
        "delete from jobs.job where name = 'applications.send-code-links' returning data",
      );
    };
    const { email } = await applied();
    for (const address of [email, 'nobody@example.org']) {
      const jobs = await left(address);
      expect(jobs.map(({ data }) => Object.keys(data))).toEqual([['addressIndex']]);
      expect(JSON.stringify(jobs)).not.toContain('example.org');
    }
  });

  it('stops mailing one address after three an hour, whoever asks, and says nothing of it', async () => {
    const { id, email } = await applied();
    const now = new Date('2026-11-23T12:00:00Z');
    for (let time = 0; time < 5; time += 1) await ask(email, now);
    expect(await mailsOf(id)).toHaveLength(3);
  });

  it('tells one peer to wait after thirty tries', async () => {
    const peer = portal.as({ kind: 'stranger', peer: 'impatient' });
    for (let time = 0; time < 30; time += 1) await askForNewCode(peer, { address: anAddress() });
    await expect(askForNewCode(peer, { address: anAddress() })).rejects.toMatchObject({ code: 'too_many_tries' });
  });

  it('takes nothing that is no address', async () => {
    await expect(askForNewCode(somebody(), { address: 'me' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

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

  it('is not guessed: a peer may try twenty times', async () => {
    const peer = portal.as({ kind: 'stranger', peer: 'guesser' });
    for (let time = 0; time < 20; time += 1)
      await expect(renewCode(peer, { link: '0000000000000000', page: '' })).rejects.toMatchObject({
        code: 'code_link_used',
      });
    await expect(renewCode(peer, { link: '0000000000000000', page: '' })).rejects.toMatchObject({
      code: 'too_many_tries',
    });
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

it('a session behind a code lasts twelve hours, however much it is used', async () => {
  const { code } = await aSentApplication(portal);
  const began = new Date();
  const { session } = await enterReceiptCode(somebody(began), { typed: code });
  const after = (minutes: number) => applicantSession(somebody(new Date(began.getTime() + minutes * MINUTE)), session);
  for (const minutes of [1, 6 * 60, 12 * 60 - 1]) expect(await after(minutes)).not.toBeNull();
  expect(await after(12 * 60)).toBeNull();
});

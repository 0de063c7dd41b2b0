import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { codeLinks } from '@/db/schema/applications';
import { outbox } from '@/db/schema/messages';
import { aSentApplication, postForm } from '@/domain/testing/portal';
import { askForNewCode } from './commands';
import {
  anAddress,
  aPortalWithLostCodes,
  applied,
  ask,
  begun,
  database,
  idOf,
  mailsOf,
  portal,
  somebody,
} from './testing/lost-code';

aPortalWithLostCodes();

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

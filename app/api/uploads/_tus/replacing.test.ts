import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { applicantSessions } from '@/db/schema/applications';
import { uploadParts, uploads } from '@/db/schema/intake';
import { outbox } from '@/db/schema/messages';
import { applicantSession, enterReceiptCode, newDraftToken, replaceMyDocument } from '@/domain/applications/commands';
import { scheduleCall } from '@/domain/calls/commands';
import type { Ctx } from '@/domain/context';
import { openMyFile, versionsOf } from '@/domain/documents/queries';
import { sweepUploads } from '@/domain/intake/commands';
import { myOpenUploads } from '@/domain/intake/queries';
import { withdrawMyApplication } from '@/domain/retention/commands';
import { aSentApplication, openTestPortal, PDF, type TestPortal } from '@/domain/testing/portal';
import { configureFailpoints } from '@/platform/failpoint';
import { type Answer, ask, creation, patch } from '@/platform/testing/tus';
import { type Served, serveUploads } from './testing';

let portal: TestPortal;
let served: Served;
beforeAll(async () => {
  portal = await openTestPortal();
  served = await serveUploads(() => portal.stranger());
});
// The cookie's name hangs on the address.
beforeEach(() => {
  vi.stubEnv('PORTAL_URL', 'http://portal.test');
  vi.stubEnv('DATABASE_URL', portal.databaseUrl);
  vi.stubEnv('PORTAL_KEY', portal.portalKey.toString('hex'));
});
afterAll(async () => {
  await served?.close();
  await portal?.close();
});

const db = () => portal.services.connection.db;
const file = Buffer.concat([PDF, randomBytes(90_000)]);
const code = ({ body }: Answer) => (JSON.parse(body) as { code: string }).code;

type Sent = { draft: string; cookie: string; code: string; id: string; ctx: Ctx };

async function sent(): Promise<Sent> {
  const draft = newDraftToken(portal.stranger());
  const { code: receiptCode, session } = await aSentApplication(portal, { fields: { draft } });
  const found = await applicantSession(portal.stranger(), session);
  if (!found) throw new Error('no session');
  const { applicationId: id, sessionHash } = found;
  const ctx = portal.as({ kind: 'applicant', applicationId: id, sessionHash });
  return { draft, cookie: `redaktion-receipt=${session}`, code: receiptCode, id, ctx };
}

function begin(cookie: string, wanted: { slot?: string; size?: number; draft?: string } = {}): Promise<Answer> {
  const { headers, ...rest } = creation({ draft: '', size: file.length, filename: 'CV new.pdf', ...wanted });
  return ask(served.url, { ...rest, headers: { ...headers, cookie } });
}

const addressIn = ({ headers }: Answer) => new URL(String(headers.location), served.url).href;

function send(cookie: string, url: string, [from, to]: readonly [number, number]): Promise<Answer> {
  return patch(url, { draft: '', offset: from, body: file.subarray(from, to), more: { cookie } });
}

/** What stands in the slot, newest first. */
async function cvsOf({ id, ctx }: Sent) {
  const key = await ctx.keyStore.get(id);
  if (!key) throw new Error('an application without its key');
  const versions = (await versionsOf(ctx, id, key)).filter(({ slot }) => slot === 'cv');
  return versions.toSorted((one, other) => other.versionNumber - one.versionNumber);
}

async function editorsAreTold({ id }: Sent): Promise<number> {
  const rows = await db().select({ template: outbox.template }).from(outbox).where(eq(outbox.applicationId, id));
  return rows.filter(({ template }) => template === 'applicant-did').length;
}

describe('a newer version of a sent document', () => {
  it('comes in pieces and is there once the last one is, equal in every byte', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    expect((await send(mine.cookie, url, [0, 50_000])).status).toBe(204);
    expect(await cvsOf(mine)).toHaveLength(1);
    expect(await myOpenUploads(mine.ctx)).toMatchObject([{ slot: 'cv', name: 'CV new.pdf', received: 50_000 }]);
    expect(await editorsAreTold(mine)).toBe(0);

    expect((await send(mine.cookie, url, [50_000, file.length])).status).toBe(204);
    const [newest, earlier] = await cvsOf(mine);
    if (!newest) throw new Error('no version');
    expect([newest.versionNumber, newest.name, earlier?.versionNumber]).toEqual([2, 'CV new.pdf', 1]);
    expect(Buffer.compare(await buffer(openMyFile(mine.ctx, newest).read()), file)).toBe(0);
    expect([await editorsAreTold(mine), await myOpenUploads(mine.ctx)]).toEqual([1, []]);
  });

  it('goes on in another browser that has opened the application with its code', async () => {
    const mine = await sent();
    await send(mine.cookie, addressIn(await begin(mine.cookie)), [0, 10_000]);
    const { session } = await enterReceiptCode(portal.stranger(), { typed: mine.code });
    const cookie = `redaktion-receipt=${session}`;
    const list = await ask(served.url, { method: 'GET', headers: { cookie } });
    const { uploads: open } = JSON.parse(list.body) as { uploads: { url: string; received: number }[] };
    expect(open).toMatchObject([{ slot: 'cv', received: 10_000 }]);
    expect((await send(cookie, new URL(open[0]?.url ?? '', served.url).href, [10_000, file.length])).status).toBe(204);
    expect(await cvsOf(mine)).toHaveLength(2);
  });

  it('is nobody else’s: neither a stranger, nor another applicant, nor the holder of a draft reaches it', async () => {
    const mine = await sent();
    const other = await sent();
    const url = addressIn(await begin(mine.cookie));
    const withDraft = { 'upload-draft': newDraftToken(portal.stranger()) };
    for (const headers of [{ cookie: other.cookie }, withDraft, { ...withDraft, cookie: mine.cookie }])
      expect((await ask(url, { method: 'HEAD', headers })).status).toBe(404);
    const stranger = await ask(url, { method: 'HEAD' });
    expect(stranger.status).toBe(401);
    expect((await ask(url, { method: 'DELETE', headers: { cookie: other.cookie } })).status).toBe(404);
    expect((await send(mine.cookie, url, [0, file.length])).status).toBe(204);
  });

  it('is not taken without a session, and says how to go on', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    await db()
      .update(applicantSessions)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(applicantSessions.applicationId, mine.id));
    const answers = [await begin(mine.cookie), await send(mine.cookie, url, [0, 1000]), await begin('')];
    expect(answers.map((answer) => [answer.status, code(answer)])).toEqual(answers.map(() => [401, 'session_ended']));
    expect(answers[0]?.body).toContain('open it again with your code');
  });

  it('is not reached by the form that the application was sent with, which a tab may hold still', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    const headers = { 'upload-draft': mine.draft };
    for (const method of ['HEAD', 'DELETE']) expect((await ask(url, { method, headers })).status).toBe(404);
    expect((await patch(url, { draft: mine.draft, offset: 0, body: file })).status).toBe(404);
    expect(code(await begin(mine.cookie, { draft: mine.draft }))).toBe('already_sent');
    expect(await cvsOf(mine)).toHaveLength(1);
  });

  it('is refused for its kind like every other file, and ends nothing that was there', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie, { size: 2_000 }));
    const wrong = await patch(url, {
      draft: '',
      offset: 0,
      body: Buffer.alloc(2_000, 'x'),
      more: { cookie: mine.cookie },
    });
    expect([wrong.status, code(wrong)]).toEqual([415, 'document_mismatch']);
    expect(await cvsOf(mine)).toHaveLength(1);
  });

  it('that is taken back after it has arrived stays: it has been sent', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    await send(mine.cookie, url, [0, file.length]);
    expect((await ask(url, { method: 'DELETE', headers: { cookie: mine.cookie } })).status).toBe(204);
    expect(await cvsOf(mine)).toHaveLength(2);
  });

  it('ends with its application, and what had come of it goes', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    await send(mine.cookie, url, [0, 1_000]);
    await sweepUploads(portal.system());
    expect(await myOpenUploads(mine.ctx)).toHaveLength(1);
    await withdrawMyApplication(mine.ctx, {});
    for (const answer of [await send(mine.cookie, url, [1_000, 2_000]), await begin(mine.cookie)])
      expect([answer.status, JSON.parse(answer.body)]).toEqual([410, expect.objectContaining({ code: 'withdrawn' })]);
    await sweepUploads(portal.system());
    const [row] = await db()
      .select({ state: uploads.state })
      .from(uploads)
      .where(eq(uploads.id, url.split('/').at(-1) ?? ''));
    expect(row?.state).toBe('expired');
    expect(await db().$count(uploadParts, eq(uploadParts.uploadId, url.split('/').at(-1) ?? ''))).toBe(0);
  });

  it('is the last of thirty in an hour: the next is refused either way, and the earlier ones stand', async () => {
    const mine = await sent();
    const inOnePiece = () =>
      replaceMyDocument(mine.ctx, { slot: 'cv', fileName: 'CV.pdf', bytes: { stream: Readable.from([file]) } });
    await inOnePiece();
    for (let count = 1; count < 30; count += 1) expect((await begin(mine.cookie)).status).toBe(201);
    const late = await begin(mine.cookie);
    expect([late.status, code(late)]).toEqual([429, 'too_many_tries']);
    await expect(inOnePiece()).rejects.toMatchObject({ code: 'too_many_tries' });
    const versions = await cvsOf(mine);
    expect(versions.map(({ versionNumber }) => versionNumber)).toEqual([2, 1]);
    expect(await editorsAreTold(mine)).toBe(1);
  });

  it('is made a version by the sweeper where the process died before it could', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    await send(mine.cookie, url, [0, 1_000]);
    configureFailpoints('upload.whole=throw');
    const dying = await send(mine.cookie, url, [1_000, file.length]);
    configureFailpoints(undefined);
    expect([dying.status, (await cvsOf(mine)).length]).toEqual([500, 1]);
    await sweepUploads(portal.system(new Date(Date.now() + 3_600_000)));
    const [newest] = await cvsOf(mine);
    expect(newest?.versionNumber).toBe(2);
    expect(await editorsAreTold(mine)).toBe(1);
  });
});

describe('once the call has closed', () => {
  const schedule = { state: 'open' as const, answerBy: null, timeZone: 'Asia/Tbilisi' };
  const close = (closesAt: Date | null) =>
    scheduleCall(portal.system(), 'regional-specialists', { ...schedule, closesAt });

  it('one that comes in one piece is not taken either, and its bytes are gone', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    const write = vi.spyOn(portal.services.storage, 'write');
    await close(new Date(Date.now() - 1000));
    try {
      const late = await send(mine.cookie, url, [0, file.length]);
      expect([late.status, code(late)]).toEqual([410, 'call_closed']);
    } finally {
      await close(null);
    }
    const [[id = ''] = []] = write.mock.calls;
    expect(await portal.services.storage.size(id)).toBeNull();
    write.mockRestore();
  });

  it('no newer version is begun, and one on its way is not taken', async () => {
    const mine = await sent();
    const url = addressIn(await begin(mine.cookie));
    await send(mine.cookie, url, [0, 80_000]);
    await close(new Date(Date.now() - 1000));
    try {
      const late = [await begin(mine.cookie), await send(mine.cookie, url, [80_000, file.length])];
      expect(late.map((answer) => [answer.status, code(answer)])).toEqual([
        [410, 'call_closed'],
        [410, 'call_closed'],
      ]);
      expect(await myOpenUploads(mine.ctx)).toEqual([]);
    } finally {
      await close(null);
    }
    expect(await cvsOf(mine)).toHaveLength(1);
  });
});

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outbox } from '@/db/schema/messages';
import { frameFor, openMail, writeMail } from '@/domain/messages/writing';
import { openTestPortal, type TestPortal } from '@/domain/testing/portal';
import { consumeSignIn, inviteMember, isProved, proveAgain, requestProof, requestSignIn } from './commands';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const BROWSER = 'this-browser';
const NOW = new Date('2026-11-23T12:00:00Z');
const minutesOn = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

let invited = 0;

async function anEditor(): Promise<{ address: string; memberId: string }> {
  invited += 1;
  const address = `codes${invited}@portal.test`;
  const grants = [{ role: 'editor' as const }];
  return { address, ...(await inviteMember(portal.system(), { address, name: 'Types Codes', grants })) };
}

async function ask(address: string, now = NOW): Promise<void> {
  await requestSignIn(portal.stranger(now), { address, browser: BROWSER, locale: 'en' });
}

type Said = { code: string; link?: string };

async function codesTo(memberId: string): Promise<string[]> {
  return (await saidTo(memberId)).map(({ code }) => code);
}

/** What the mails to a member have said, oldest first. */
async function saidTo(memberId: string): Promise<Said[]> {
  const { db } = portal.services.connection;
  const mails = await db.select().from(outbox).where(eq(outbox.memberId, memberId)).orderBy(outbox.createdAt);
  const opened = await Promise.all(mails.map((mail) => openMail(portal.system(), mail)));
  return opened.map((mail) => mail?.contents?.params as Said);
}

/** "in", or the refusal as whoever typed the code is told it. */
async function answerTo(address: string, code: string, now = NOW): Promise<string> {
  try {
    await consumeSignIn(portal.stranger(now), { browser: BROWSER, address, code });
    return 'in';
  } catch (error) {
    const { code: refusal, details } = error as { code: string; details: object };
    return `${refusal} ${JSON.stringify(details)}`;
  }
}

const WRONG = 'wrong_sign_in_code {}';
const wrongFor = (codes: readonly string[]) => ['000000', '111111', '222222'].find((one) => !codes.includes(one)) ?? '';

describe('a code', () => {
  it('that is wrong tells no member from a stranger, however often it is typed', async () => {
    const { address, memberId } = await anEditor();
    await ask(address);
    await ask('nobody@portal.test');
    const wrong = wrongFor(await codesTo(memberId));
    const answers: Record<string, string[]> = { [address]: [], 'nobody@portal.test': [] };
    for (const [typed, list] of Object.entries(answers))
      for (let time = 0; time < 6; time += 1) list.push(await answerTo(typed, wrong));
    expect(Object.values(answers)).toEqual([Array(6).fill(WRONG), Array(6).fill(WRONG)]);
  });

  it('of the first of two mails works as well as that of the second', async () => {
    for (const which of [0, 1]) {
      const { address, memberId } = await anEditor();
      await ask(address);
      await ask(address, minutesOn(1));
      const code = (await codesTo(memberId))[which] ?? '';
      expect(await answerTo(address, code, minutesOn(2))).toBe('in');
      expect(await answerTo(address, code, minutesOn(2))).toBe(WRONG);
    }
  });

  it('is refused after ten minutes in the words of a wrong one', async () => {
    const { address, memberId } = await anEditor();
    await ask(address);
    const [code = ''] = await codesTo(memberId);
    expect(await answerTo(address, code, minutesOn(10))).toBe(WRONG);
  });

  it('is tried five times, whatever other is open beside it; that of a new mail works', async () => {
    const { address, memberId } = await anEditor();
    await ask(address);
    await ask(address, minutesOn(1));
    const old = await codesTo(memberId);
    for (let time = 0; time < 5; time += 1) expect(await answerTo(address, wrongFor(old), minutesOn(2))).toBe(WRONG);
    for (const code of old) expect(await answerTo(address, code, minutesOn(2))).toBe(WRONG);
    await ask(address, minutesOn(3));
    expect(await answerTo(address, (await codesTo(memberId))[2] ?? '', minutesOn(3))).toBe('in');
  });
});

describe('after thirty wrong codes in a day', () => {
  async function aMemberGuessedAt() {
    const { address, memberId } = await anEditor();
    for (let mail = 0; mail < 6; mail += 1) {
      await ask(address, minutesOn(mail));
      const wrong = wrongFor(await codesTo(memberId));
      for (let time = 0; time < 5; time += 1) await answerTo(address, wrong, minutesOn(mail));
    }
    return { address, memberId };
  }

  it('over several mails a right one opens nothing, and the link beside it does', async () => {
    const { address, memberId } = await aMemberGuessedAt();
    await ask(address, minutesOn(6));
    const { code, link } = (await saidTo(memberId)).at(-1) ?? { code: '' };
    expect(await answerTo(address, code, minutesOn(6))).toBe(WRONG);
    const token = new URL(link ?? '').searchParams.get('token') ?? '';
    const { sessionToken } = await consumeSignIn(portal.stranger(minutesOn(6)), { token, browser: BROWSER });
    expect(sessionToken).toBeTruthy();
  });

  it('a code opens again on the next day, and one that confirms is taken on the same', async () => {
    const { address, memberId } = await aMemberGuessedAt();
    const own = portal.as({ kind: 'member', memberId, grants: [], locale: 'en' }, minutesOn(20));
    await requestProof(own, { browser: BROWSER, locale: 'en' });
    await proveAgain(own, { browser: BROWSER, code: (await codesTo(memberId)).at(-1) ?? '' });
    expect(await isProved(own, BROWSER)).toBe(true);
    await ask(address, minutesOn(24 * 60));
    expect(await answerTo(address, (await codesTo(memberId)).at(-1) ?? '', minutesOn(24 * 60))).toBe('in');
  });
});

it('to confirm an export comes in a mail without a link, which could only sign in anew and end it', async () => {
  const { memberId } = await anEditor();
  const own = portal.as({ kind: 'member', memberId, grants: [], locale: 'en' }, NOW);
  await requestProof(own, { browser: BROWSER, locale: 'en' });
  const [row] = await portal.services.connection.db.select().from(outbox).where(eq(outbox.memberId, memberId));
  const opened = row && (await openMail(portal.system(), row));
  if (!opened?.contents) throw new Error('no mail');
  const written = await writeMail(
    { ...opened, contents: opened.contents },
    await frameFor(portal.system(), opened.locale),
  );
  const [code = ''] = await codesTo(memberId);
  for (const said of [written.text, written.html]) {
    expect(said).toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
    expect(said).not.toContain('/sign-in/confirm');
  }
});

describe('asking for a mail', () => {
  const asks = (peer: string, times: number, address = 'nobody@portal.test') =>
    Promise.allSettled(
      Array.from({ length: times }, () =>
        requestSignIn(portal.as({ kind: 'stranger', peer }, NOW), { address, browser: BROWSER, locale: 'en' }),
      ),
    );

  it('is held up after thirty times by one peer, and never by this machine, which would be everybody', async () => {
    const refused = async (peer: string) => (await asks(peer, 31)).filter(({ status }) => status === 'rejected');
    expect(await refused('local.everybody')).toEqual([]);
    expect(await refused('impatient')).toMatchObject([{ reason: { code: 'too_many_tries' } }]);
  });

  const mailsTo = async (memberId: string) => (await codesTo(memberId)).length;

  it('for a member is in vain for one peer after five times, and then still works for another', async () => {
    const { address, memberId } = await anEditor();
    await asks('a stranger', 25, address);
    expect(await mailsTo(memberId)).toBe(5);
    await asks('her own line', 1, address);
    expect(await mailsTo(memberId)).toBe(6);
  });

  it('for a member leads to twenty mails at most, whoever asks', async () => {
    const { address, memberId } = await anEditor();
    for (const peer of ['p1', 'p2', 'p3', 'p4', 'p5']) await asks(peer, 5, address);
    expect(await mailsTo(memberId)).toBe(20);
  });

  it('by strangers takes no code to confirm with from who is signed in', async () => {
    const { address, memberId } = await anEditor();
    for (const peer of ['q1', 'q2', 'q3', 'q4', 'q5']) await asks(peer, 5, address);
    const own = portal.as({ kind: 'member', memberId, grants: [], locale: 'en' }, NOW);
    for (let time = 0; time < 5; time += 1) await requestProof(own, { browser: BROWSER, locale: 'en' });
    expect(await mailsTo(memberId)).toBe(25);
    await expect(requestProof(own, { browser: BROWSER, locale: 'en' })).rejects.toMatchObject({
      code: 'too_many_tries',
    });
  });
});

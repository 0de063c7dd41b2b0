import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepAttempts } from '@/domain/accounts/commands';
import type { Ctx } from '@/domain/context';
import { openTestPortal, postForm, type TestPortal } from '@/domain/testing/portal';
import { issueChallenge, judgeSending, newFormToken, type Sending } from './commands';
import type { FormOutcome } from './input';
import { BUSY, LIMITS, PAUSE_SECONDS } from './limits';

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

const NOON = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

let peers = 0;
function aPeer(): string {
  peers += 1;
  return `peer-${peers}`;
}

function from(peer: string, now: Date, proofOfWork: 'off' | 'busy' | 'always' = 'off'): Ctx {
  const ctx = portal.as({ kind: 'stranger', peer }, now);
  return { ...ctx, portal: { ...ctx.portal, proofOfWork } };
}

/** A question written in a minute, unless the test says otherwise. */
function aQuestion(more: Partial<Sending> = {}): Sending {
  const token = newFormToken(portal.stranger(later(-60)), 'question');
  return { form: 'question', token, address: null, website: '', pause: '', proof: '', ...more };
}

async function solved(ctx: Ctx): Promise<string> {
  const { algorithm, challenge, salt, signature, maxnumber = 0 } = await issueChallenge(ctx);
  for (let number = 0; number <= maxnumber; number += 1)
    if (createHash('sha256').update(`${salt}${number}`).digest('hex') === challenge)
      return Buffer.from(JSON.stringify({ algorithm, challenge, salt, signature, number })).toString('base64');
  throw new Error('a challenge without a solution');
}

function limitOf(what: 'send' | 'fast', per: string): { pause: number; refuse: number } {
  const limit = LIMITS.find((one) => one.form === 'question' && one.what === what && one.per === per);
  return { pause: limit?.pause ?? 0, refuse: limit?.refuse ?? 0 };
}

async function pauseAskedOf(ctx: Ctx, sending: Sending): Promise<string> {
  const verdict = await judgeSending(ctx, sending);
  if (verdict.kind !== 'pause') throw new Error(`no pause but ${verdict.kind}`);
  return verdict.pause;
}

describe('a person', () => {
  it('meets nothing of all this', async () => {
    expect(await judgeSending(from(aPeer(), NOON), aQuestion())).toEqual({ kind: 'pass' });
  });

  it('who is quick the first time is believed', async () => {
    const token = newFormToken(portal.stranger(later(-1)), 'question');
    expect(await judgeSending(from(aPeer(), NOON), aQuestion({ token }))).toEqual({ kind: 'pass' });
  });
});

describe('the trap', () => {
  it('asks for half a minute, and then lets through whom a browser has led into it', async () => {
    const peer = aPeer();
    const sending = aQuestion({ website: 'https://spam.example' });
    const pause = await pauseAskedOf(from(peer, NOON), sending);
    const early = await judgeSending(from(peer, later(10)), { ...sending, pause });
    expect(early).toEqual({ kind: 'pause', pause, seconds: PAUSE_SECONDS - 10 });
    expect(await judgeSending(from(peer, later(PAUSE_SECONDS)), { ...sending, pause })).toEqual({ kind: 'pass' });
  });

  it('is not opened by a solved puzzle', async () => {
    const ctx = from(aPeer(), NOON);
    const proof = await solved(ctx);
    expect(await judgeSending(ctx, aQuestion({ website: 'x', proof }))).toMatchObject({ kind: 'pause' });
  });

  it('is not opened by a pause of another form, a forged one, or one from yesterday', async () => {
    const peer = aPeer();
    const own = aQuestion({ website: 'x' });
    const pause = await pauseAskedOf(from(peer, NOON), own);
    const foreign = await pauseAskedOf(from(peer, NOON), aQuestion({ website: 'x' }));
    for (const [wrong, when] of [
      [foreign, later(60)],
      [`${pause.slice(0, -2)}AA`, later(60)],
      [pause, later(13 * 3600)],
    ] as const) {
      const verdict = await judgeSending(from(peer, when), { ...own, pause: wrong });
      expect(verdict).toMatchObject({ kind: 'pause', seconds: PAUSE_SECONDS });
    }
  });
});

describe('the time trap', () => {
  it('asks a peer for a pause who is too quick again and again', async () => {
    const peer = aPeer();
    const quick = () => aQuestion({ token: newFormToken(portal.stranger(later(-1)), 'question') });
    for (let count = 0; count < limitOf('fast', 'peer').pause; count += 1)
      expect(await judgeSending(from(peer, NOON), quick())).toEqual({ kind: 'pass' });
    expect(await judgeSending(from(peer, NOON), quick())).toMatchObject({ kind: 'pause' });
    expect(await judgeSending(from(peer, NOON), aQuestion())).toEqual({ kind: 'pass' });
  });

  it('takes a form that never saw our page for quick', async () => {
    const peer = aPeer();
    await judgeSending(from(peer, NOON), aQuestion({ token: '' }));
    expect(await judgeSending(from(peer, NOON), aQuestion({ token: '' }))).toMatchObject({ kind: 'pause' });
  });
});

describe('the table of limits', () => {
  it('slows one peer down, then refuses until the window ends, and touches no other', async () => {
    const peer = aPeer();
    const { pause, refuse } = limitOf('send', 'peer');
    const verdicts: string[] = [];
    for (let count = 0; count <= refuse; count += 1)
      verdicts.push((await judgeSending(from(peer, NOON), aQuestion())).kind);
    expect(verdicts).toEqual([...Array(pause).fill('pass'), ...Array(refuse - pause).fill('pause'), 'refuse']);
    expect(await judgeSending(from(peer, NOON), aQuestion())).toEqual({ kind: 'refuse', minutes: 60 });
    expect(await judgeSending(from(aPeer(), NOON), aQuestion())).toEqual({ kind: 'pass' });
    expect(await judgeSending(from(peer, later(3600)), aQuestion())).toEqual({ kind: 'pass' });
  });

  it('slows down what is sent for one address, however it is written, and shuts nobody out', async () => {
    const { pause } = limitOf('send', 'address');
    for (let count = 0; count < pause; count += 1)
      await judgeSending(from(aPeer(), NOON), aQuestion({ address: 'Victim@example.org' }));
    const own = aQuestion({ address: 'victim@example.org' });
    const asked = await pauseAskedOf(from(aPeer(), NOON), own);
    expect(await judgeSending(from(aPeer(), later(31)), { ...own, pause: asked })).toEqual({ kind: 'pass' });
  });

  it('counts nobody for a proxy of the same machine', async () => {
    for (let count = 0; count < 80; count += 1)
      expect(await judgeSending(from('local.somebody', NOON), aQuestion())).toEqual({ kind: 'pass' });
  });
});

describe('proof of work', () => {
  it('when always wanted is a puzzle, or half a minute for those without a script', async () => {
    const peer = aPeer();
    const ctx = from(peer, NOON, 'always');
    const own = aQuestion();
    const pause = await pauseAskedOf(ctx, own);
    expect(await judgeSending(from(peer, later(30), 'always'), { ...own, pause })).toEqual({ kind: 'pass' });
    expect(await judgeSending(ctx, aQuestion({ proof: await solved(ctx) }))).toEqual({ kind: 'pass' });
  });

  it('is good for one form only, however often that is pressed at once', async () => {
    const ctx = from(aPeer(), NOON, 'always');
    const own = aQuestion({ proof: await solved(ctx) });
    const clicks = await Promise.all([1, 2, 3, 4].map(() => judgeSending(ctx, own)));
    expect(clicks.map(({ kind }) => kind)).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect(await judgeSending(ctx, aQuestion({ proof: own.proof }))).toMatchObject({ kind: 'pause' });
    await sweepAttempts(portal.system(later(600)));
    expect(await judgeSending(ctx, aQuestion({ proof: own.proof }))).toMatchObject({ kind: 'pause' });
  });

  it('is refused when it is wrong, forged, foreign or has run out', async () => {
    const ctx = from(aPeer(), NOON, 'always');
    const proof = await solved(ctx);
    const parts = JSON.parse(Buffer.from(proof, 'base64').toString()) as Record<string, unknown>;
    const forged = (more: object) => Buffer.from(JSON.stringify({ ...parts, ...more })).toString('base64');
    for (const wrong of [
      forged({ number: Number(parts.number) + 1 }),
      forged({ signature: '0'.repeat(64) }),
      forged({ salt: String(parts.salt).replace(/expires=\d/, 'expires=9') }),
      forged({ algorithm: 'SHA-1' }),
      'nonsense',
      Buffer.from('{}').toString('base64'),
      'A'.repeat(5000),
    ])
      expect(await judgeSending(ctx, aQuestion({ proof: wrong }))).toMatchObject({ kind: 'pause' });
    const old = from(aPeer(), later(21 * 60), 'always');
    expect(await judgeSending(old, aQuestion({ proof }))).toMatchObject({ kind: 'pause' });
  });

  it('when busy is wanted only while many are sent', async () => {
    const when = new Date('2026-11-23T15:00:00Z');
    for (let count = 0; count < BUSY.question; count += 1)
      expect((await judgeSending(from(aPeer(), when, 'busy'), aQuestion())).kind).toBe('pass');
    expect((await judgeSending(from(aPeer(), when, 'busy'), aQuestion())).kind).toBe('pause');
    const quiet = new Date('2026-11-23T15:11:00Z');
    expect((await judgeSending(from(aPeer(), quiet, 'busy'), aQuestion())).kind).toBe('pass');
  });
});

describe('an application that must wait', () => {
  const waiting = (outcome: FormOutcome) => {
    if (outcome.kind !== 'form') throw new Error('it was sent');
    return outcome;
  };

  it('keeps text and files, sends nothing, and goes out when it is sent again', async () => {
    const peer = aPeer();
    const draft = newFormToken(portal.stranger(later(-600)), 'apply');
    const first = waiting(await postForm(from(peer, NOON), { fields: { draft, website: 'spam', place: 'Alazani' } }));
    expect(first).toMatchObject({ status: 429, notice: 'wait', wait: { seconds: 30, minutes: null }, errors: [] });
    expect(first.form.values.place).toBe('Alazani');
    expect(Object.keys(first.form.documents)).toHaveLength(3);
    const none = { name: '', bytes: Buffer.alloc(0) };
    const again = {
      fields: { draft, website: 'spam', place: 'Alazani', pause: first.form.pause },
      files: { cv: none, coverLetter: none, writingSample: none },
    };
    const early = waiting(await postForm(from(peer, later(29)), again));
    expect(early.wait).toEqual({ seconds: 1, minutes: null });
    expect(early.form.pause).toBe(first.form.pause);
    expect((await postForm(from(peer, later(30)), again)).kind).toBe('sent');
  });

  it('keeps the answer to an earlier wait while other faults are mended', async () => {
    const draft = newFormToken(portal.stranger(later(-600)), 'apply');
    const ctx = from(aPeer(), NOON);
    const { form } = waiting(await postForm(ctx, { fields: { draft, website: 'spam' } }));
    const faulty = waiting(await postForm(ctx, { fields: { draft, consent: '', pause: form.pause } }));
    expect(faulty.form.pause).toBe(form.pause);
  });

  it('may always be saved', async () => {
    const outcome = waiting(
      await postForm(from(aPeer(), NOON, 'always'), { fields: { website: 'spam', action: 'save' } }),
    );
    expect(outcome).toMatchObject({ status: 200, notice: 'saved', wait: null });
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { CALL, INBOXES, PUBLICATION } from '@/db/seed/regional-specialists';
import { createTestDatabase } from '@/db/testing';
import { inviteMember } from '@/domain/accounts/commands';
import type { Actor, Grant, MemberActor } from '@/domain/actor';
import { createCall } from '@/domain/calls/commands';
import { type Ctx, contextFor, openServices, type Services } from '@/domain/context';
import { beginIntake } from '@/domain/intake/commands';
import type { FormOutcome } from '@/domain/intake/input';
import { setRubric } from '@/domain/reviews/commands';
import { addInbox, changePublication } from '@/domain/settings/commands';

export type TestPortal = {
  services: Services;
  folder: string;
  databaseUrl: string;
  portalKey: Buffer;
  callId: string;
  as(actor: Actor, now?: Date): Ctx;
  system(now?: Date): Ctx;
  stranger(now?: Date): Ctx;
  close(): Promise<void>;
};

/** A whole portal for one test file: its own database, keys and store, with the first call open. */
export async function openTestPortal(): Promise<TestPortal> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'redaktion-test-'));
  const portalKey = randomBytes(32);
  const services = openServices({
    databaseUrl: database.url,
    portalKey,
    keysUrl: path.join(folder, 'keys'),
    storageUrl: path.join(folder, 'files'),
    portal: { url: 'http://portal.test', mailFrom: 'portal@portal.test' },
    connections: 5,
  });
  const as = (actor: Actor, now = new Date()): Ctx => ({ ...contextFor(actor, services), now });
  const system = (now?: Date) => as({ kind: 'system', task: 'test' }, now);
  const { id: callId } = await createCall(system(), CALL);
  await setRubric(system(), callId);
  for (const inbox of INBOXES) await addInbox(system(), { ...inbox, callId: null });
  await changePublication(system(), PUBLICATION);
  return {
    services,
    folder,
    databaseUrl: database.url,
    portalKey,
    callId,
    as,
    system,
    stranger: (now) => as({ kind: 'stranger', peer: 'local.test' }, now),
    async close() {
      await services.connection.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let memberCount = 0;

/** A member with the given grants, as an actor. */
export async function aMember(
  portal: TestPortal,
  grants: Partial<Grant>[] = [{ role: 'editor' }],
): Promise<MemberActor> {
  memberCount += 1;
  const full = grants.map((grant) => ({ role: 'editor' as const, callId: null, region: null, ...grant }));
  const { memberId } = await inviteMember(portal.system(), {
    address: `member${memberCount}@portal.test`,
    name: `Member ${memberCount}`,
    grants: full,
  });
  return { kind: 'member', memberId, grants: full, locale: 'en' };
}

/** A page with a filled square on it, as small as a PDF gets. */
export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length 12>>stream\n0 0 9 9 re f\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

export type FormParts = {
  fields?: Record<string, string | string[]>;
  files?: Record<string, { name: string; bytes: Buffer }>;
};

const COMPLETE: Required<FormParts> = {
  fields: {
    name: 'ქეთევან მთისძირელი',
    email: 'ketevan@example.org',
    region: ['georgia'],
    writes: ['ka', 'en'],
    consent: 'on',
  },
  files: {
    cv: { name: 'CV.pdf', bytes: PDF },
    coverLetter: { name: 'letter.pdf', bytes: PDF },
    writingSample: { name: 'Water Day.pdf', bytes: PDF },
  },
};

/** Posts the form to the first call: complete, but for what `parts` changes; an empty value or file takes one out. */
export async function postForm(ctx: Ctx, parts: FormParts = {}): Promise<FormOutcome> {
  const intake = await beginIntake(ctx, { callSlug: CALL.slug, locale: 'en' });
  for (const [name, value] of Object.entries({ ...COMPLETE.fields, ...parts.fields })) {
    for (const one of [value].flat()) intake.field(name, one);
  }
  for (const [field, file] of Object.entries({ ...COMPLETE.files, ...parts.files })) {
    await intake.file(field, file.name, Readable.from(file.bytes.length > 0 ? [file.bytes] : []));
  }
  intake.whole();
  return intake.finish();
}

/** A sent application; gives its number and the way back to it. */
export async function aSentApplication(
  portal: TestPortal,
  parts: FormParts = {},
): Promise<{ number: string; code: string; session: string }> {
  const outcome = await postForm(portal.stranger(), parts);
  if (outcome.kind !== 'sent' || !outcome.code) throw new Error(`not sent: ${JSON.stringify(outcome)}`);
  return { number: outcome.number, code: outcome.code, session: outcome.session };
}

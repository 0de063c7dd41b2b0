import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { members } from '@/db/schema/accounts';
import { applications } from '@/db/schema/applications';
import { auditEvents } from '@/db/schema/audit';
import { calls } from '@/db/schema/calls';
import { documentChecks, documents, documentVersions } from '@/db/schema/documents';
import { criteria, reviews, scores } from '@/db/schema/reviews';
import { answersInput } from '@/domain/applications/input';
import { STAGES } from '@/domain/applications/rules';
import { sealAnswers } from '@/domain/applications/sealing';
import { type Ctx, openServices, systemContext, type Transaction, transaction } from '@/domain/context';
import { SLOTS } from '@/domain/documents/rules';
import { blindIndex, newKey, type SecretKey, seal, secretKey } from '@/platform/vault';
import type { Portal } from './portal';
import { median } from './statistics';

const IN_FLIGHT = 16;
const ROWS_AT_ONCE = 250;
const ALONE = 100;
const MINUTE = 60_000;

/** Invented people whose names are in the scripts that the queue will meet. */
const NAMES = [
  ['ქეთევან მთისძირელი', 'Ketevan Mtisdzireli'],
  ['Նունե Աղբյուրակյան', 'Nune Aghbyurakyan'],
  ['Fərid Narbağlı', 'Farid Narbaghli'],
  ['Зарема Орлоскалова', 'Zarema Orloskalova'],
  ['Marta Lindenhof', ''],
] as const;
const LANGUAGES = ['ka', 'hy', 'az', 'ru', 'en', 'de'] as const;

export type Filled = {
  /** a number to open */
  number: string;
  keysPerSecond: number;
  /** milliseconds for one key when nothing else is done */
  keyMs: number;
  seconds: number;
};

/**
 * Fills a running portal with sent applications: real keys in its key store, rows sealed with them, three documents each
 * (rows only: no list reads a document's bytes), a review for every second one. Straight into the tables, because
 * the form would take hours for so many.
 */
export async function fill(portal: Portal, count: number): Promise<Filled> {
  return withPortal(portal, async (ctx) => {
    const started = performance.now();
    const alone = await keysOneByOne(ctx);
    const keysPerSecond = await fillAt(ctx, {
      count,
      first: 0,
      timeOf: (index) => ctx.now.getTime() - index * 13 * MINUTE,
    });
    // A portal that grew to this size in months has been analysed by the database itself.
    await ctx.db.execute(sql`analyze`);
    return {
      number: numberOf(0),
      keyMs: median(alone),
      keysPerSecond,
      seconds: (performance.now() - started) / 1000,
    };
  });
}

/** Works on a running portal's own database, keys and store. */
export async function withPortal<Result>(portal: Portal, work: (ctx: Ctx) => Promise<Result>): Promise<Result> {
  const services = openServices({
    databaseUrl: portal.databaseUrl(),
    portalKey: Buffer.from(readFileSync(join(portal.dataDir, 'portal.key'), 'utf8').trim(), 'base64url'),
    keysUrl: join(portal.dataDir, 'keys'),
    storageUrl: join(portal.dataDir, 'files'),
    portal: { url: portal.url, mailFrom: null },
  });
  try {
    return await work(systemContext('bench', services));
  } finally {
    await services.connection.close();
  }
}

/** Whole applications, the `first` and following, as old as `timeOf` says. Answers how many keys were made in a second. */
export async function fillAt(
  ctx: Ctx,
  { count, first, timeOf }: { count: number; first: number; timeOf: (index: number) => number },
): Promise<number> {
  const { keys, perSecond } = await makeKeys(ctx, count);
  const scene = await sceneOf(ctx);
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const rows = keys.slice(from, from + ROWS_AT_ONCE).map((key, place) => {
      const index = first + from + place;
      return paper(ctx, scene, key, { index, at: new Date(timeOf(index)) });
    });
    await transaction(ctx, (tx) => write(tx.db, rows));
  }
  return perSecond;
}

async function keysOneByOne(ctx: Ctx): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ALONE; round += 1) {
    const started = performance.now();
    await ctx.keyStore.create(randomUUID());
    times.push(performance.now() - started);
  }
  return times;
}

type OwnKey = { id: string; key: SecretKey };

async function makeKeys(ctx: Ctx, count: number): Promise<{ keys: OwnKey[]; perSecond: number }> {
  const started = performance.now();
  const keys: OwnKey[] = [];
  const maker = async () => {
    while (keys.length < count) {
      const id = randomUUID();
      const place = keys.push({ id, key: PENDING }) - 1;
      keys[place] = { id, key: await ctx.keyStore.create(id) };
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, maker));
  return { keys, perSecond: (count * 1000) / (performance.now() - started) };
}

const PENDING: SecretKey = secretKey(newKey());

type Scene = { callId: string; memberId: string; criterionIds: string[] };

async function sceneOf(ctx: Ctx): Promise<Scene> {
  const [call] = await ctx.db.select({ id: calls.id }).from(calls).limit(1);
  const [member] = await ctx.db.select({ id: members.id }).from(members).limit(1);
  const rubric = await ctx.db.select({ id: criteria.id }).from(criteria);
  if (!call || !member) throw new Error('the portal has not been seeded');
  return { callId: call.id, memberId: member.id, criterionIds: rubric.map((one) => one.id) };
}

type Paper = {
  application: typeof applications.$inferInsert;
  documents: { document: typeof documents.$inferInsert; version: typeof documentVersions.$inferInsert }[];
  review: { row: typeof reviews.$inferInsert; scores: (typeof scores.$inferInsert)[] } | null;
  event: typeof auditEvents.$inferInsert;
};

function paper(ctx: Ctx, scene: Scene, { id, key }: OwnKey, { index, at }: { index: number; at: Date }): Paper {
  const [name, nameLatin] = NAMES[index % NAMES.length] ?? NAMES[0];
  const language = LANGUAGES[index % LANGUAGES.length] ?? 'en';
  const region = ['georgia', 'armenia', 'azerbaijan', 'north-caucasus', 'other'][index % 5] ?? 'other';
  const answers = answersInput.parse({
    name: `${name} ${index}`,
    nameLatin,
    email: `applicant${index}@example.org`,
    region: [region],
    writes: [language, 'en'],
    place: 'A town of some size',
    coverLetterText: 'I live close to what I describe. '.repeat(30),
    consent: true,
  });
  return {
    application: {
      id,
      callId: scene.callId,
      state: 'submitted',
      // Most wait at the first stage, as they do after a call has been read by many.
      stage: index % 3 === 0 ? (STAGES[index % (STAGES.length - 1)] ?? 'new') : 'new',
      number: numberOf(index),
      draftHash: randomBytes(32),
      codeHash: randomBytes(32),
      locale: language,
      regions: answers.region,
      writes: answers.writes,
      consentAt: at,
      sealedAnswers: sealAnswers(key, id, answers),
      createdAt: at,
      touchedAt: at,
      submittedAt: at,
      stageSince: at,
    },
    documents: SLOTS.filter((slot) => slot !== 'other').map((slot) => aDocument(ctx, { id, key }, slot, at)),
    review: index % 2 === 0 ? aReview(scene, id, at) : null,
    event: {
      at,
      actorKind: 'applicant',
      actorId: id,
      actorRole: 'applicant',
      verb: 'application.submitted',
      subjectKind: 'application',
      subjectId: id,
    },
  };
}

/** Not what `publicNumber` gives, so that the two never meet. */
export function numberOf(index: number): string {
  return `APP-B${String(index).padStart(5, '0')}`;
}

function aDocument(ctx: Ctx, { id, key }: OwnKey, slot: (typeof SLOTS)[number], at: Date): Paper['documents'][number] {
  const documentId = randomUUID();
  const versionId = randomUUID();
  return {
    document: { id: documentId, applicationId: id, slot, createdAt: at },
    version: {
      id: versionId,
      documentId,
      number: 1,
      kind: 'pdf',
      size: 180_000,
      sealedKey: seal(key, `document-key:${versionId}`, newKey()),
      sealedName: seal(key, `document-name:${versionId}`, `${slot} of a water meter reader.pdf`),
      fingerprint: blindIndex(ctx.keys.fingerprint, 'document', versionId),
      receivedAt: at,
      verifiedAt: at,
    },
  };
}

function aReview({ memberId, criterionIds }: Scene, applicationId: string, at: Date): Paper['review'] {
  const id = randomUUID();
  return {
    row: { id, applicationId, memberId, finishedAt: at, createdAt: at, updatedAt: at },
    scores: criterionIds.map((criterionId, place) => ({ reviewId: id, criterionId, value: (place % 5) + 1 })),
  };
}

function clearOf({ id, receivedAt }: Paper['documents'][number]['version']): typeof documentChecks.$inferInsert {
  return { versionId: id, state: 'clear', checkedAt: receivedAt };
}

async function write(db: Transaction, papers: Paper[]): Promise<void> {
  await db.insert(applications).values(papers.map((one) => one.application));
  await db.insert(documents).values(papers.flatMap((one) => one.documents.map(({ document }) => document)));
  await db.insert(documentVersions).values(papers.flatMap((one) => one.documents.map(({ version }) => version)));
  const checks = papers.flatMap((one) => one.documents.map(({ version }) => clearOf(version)));
  await db.insert(documentChecks).values(checks);
  const written = papers.flatMap((one) => one.review ?? []);
  await db.insert(reviews).values(written.map(({ row }) => row));
  await db.insert(scores).values(written.flatMap((one) => one.scores));
  await db.insert(auditEvents).values(papers.map((one) => one.event));
}

import { and, asc, eq, inArray, isNull, ne, or } from 'drizzle-orm';
import { applications, nameTraces } from '@/db/schema/applications';
import { documents, documentVersions } from '@/db/schema/documents';
import { merges } from '@/db/schema/duplicates';
import type { Answers } from '@/domain/applications/input';
import { applicationStillThere, type DamagedApplication, type DeskApplication } from '@/domain/applications/queries';
import type { Stage } from '@/domain/applications/rules';
import { visibleTo } from '@/domain/applications/scope';
import { answersForList, keysOf, keyToRead, withKeys } from '@/domain/applications/sealing';
import { shownName } from '@/domain/applications/shown-name';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import { toldApart, withheldFrom } from '@/domain/settings/withheld';
import { type SameText, sameTexts } from './queries/same-text';
import { sent } from './queries/sent';
import { byStrength, MOST_DUPLICATES, SAMENESS, type Sameness } from './rules';

export type { SameText } from './queries/same-text';

export type Duplicate = {
  number: string;
  stage: Stage;
  submittedAt: Date;
  reasons: Sameness[];
  /** where 'text' is among the reasons */
  text: SameText | null;
  sameCall: boolean;
};

const SIDES = ['primary', 'folded'] as const;

export type Relatives = {
  /** others that may be the same person's, with why, strong reasons first; none where a name is hidden or damaged, on either side */
  duplicates: Duplicate[];
  /** what is read under this one */
  folded: (DeskApplication | DamagedApplication)[];
  /** where this one is read */
  foldedInto: string | null;
  /** which side of a fold is not in here: the actor reads one of both blind, and the open one would name the other */
  keptBack: (typeof SIDES)[number] | null;
};

type Own = { id: string; callId: string; addressIndex: Buffer | null; sealedAnswers: Buffer | null };

/** What an application has to do with others the actor may see. Errors: not_found. */
export async function relativesOf(ctx: Ctx, number: string): Promise<Relatives> {
  if (ctx.actor.kind !== 'member' && ctx.actor.kind !== 'system') throw new AppError('not_found');
  const [own] = await ctx.db
    .select({
      id: applications.id,
      callId: applications.callId,
      addressIndex: applications.addressIndex,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(and(eq(applications.number, number), eq(applications.state, 'submitted'), visibleTo(ctx.actor)));
  if (!own) throw new AppError('not_found');
  const [primary, under, found] = await Promise.all([
    primaryOf(ctx, own.id),
    foldedUnder(ctx, own.id),
    duplicatesOf(ctx, own),
  ]);
  const together = [...primary, ...under];
  const apart = await toldApart(
    ctx,
    own.id,
    together.map(({ id }) => id),
  );
  const isTold = ({ id }: Folded) => !apart.has(id);
  const folded = await Promise.all(under.filter(isTold).map((one) => applicationStillThere(ctx, one.number)));
  const known = new Set(together.map((one) => one.number));
  return {
    duplicates: found.filter((one) => !known.has(one.number)),
    folded: folded.filter((one) => one !== null),
    foldedInto: primary.find(isTold)?.number ?? null,
    keptBack: SIDES.find((side) => !{ primary, folded: under }[side].every(isTold)) ?? null,
  };
}

type Folded = { id: string; number: string };

/** None or one. */
async function primaryOf(ctx: Ctx, id: string): Promise<Folded[]> {
  const rows = await ctx.db
    .select({ id: applications.id, number: applications.number })
    .from(merges)
    .innerJoin(applications, eq(applications.id, merges.primaryId))
    .where(and(eq(merges.foldedId, id), eq(applications.state, 'submitted'), visibleTo(ctx.actor)));
  return (await withKeys(ctx, rows)).flatMap(numbered);
}

async function foldedUnder(ctx: Ctx, id: string): Promise<Folded[]> {
  const rows = await ctx.db
    .select({ id: applications.id, number: applications.number })
    .from(merges)
    .innerJoin(applications, eq(applications.id, merges.foldedId))
    .where(and(eq(merges.primaryId, id), eq(applications.state, 'submitted'), visibleTo(ctx.actor)))
    .orderBy(asc(applications.submittedAt));
  return rows.flatMap(numbered);
}

function numbered({ id, number }: { id: string; number: string | null }): Folded[] {
  return number === null ? [] : [{ id, number }];
}

async function duplicatesOf(ctx: Ctx, own: Own): Promise<Duplicate[]> {
  const mine = answersForList(await keyToRead(ctx, own.id), own.id, own.sealedAnswers);
  if (!mine || isBehindWorkingName(mine)) return [];
  const [byAddress, byName, byFile, texts] = await Promise.all([
    sameAddress(ctx, own),
    sameName(ctx, own),
    sameFile(ctx, own),
    sameTexts(ctx, own.id),
  ]);
  const byText = [...texts.keys()];
  const reasons = {
    address: new Set(byAddress),
    name: new Set(byName),
    file: new Set(byFile),
    text: new Set(byText),
  };
  const found = [...new Set([...byAddress, ...byName, ...byFile, ...byText])];
  const ids = (await namedFor(ctx, own.id, found)).slice(0, MOST_DUPLICATES);
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({
      id: applications.id,
      number: applications.number,
      stage: applications.stage,
      callId: applications.callId,
      submittedAt: applications.submittedAt,
      sealedAnswers: applications.sealedAnswers,
    })
    .from(applications)
    .where(sent(ctx, inArray(applications.id, ids)))
    .orderBy(asc(applications.submittedAt), asc(applications.id));
  const keys = await keysOf(ctx, ids);
  return rows
    .filter((row) => {
      const key = keys.get(row.id);
      const answers = key && answersForList(key, row.id, row.sealedAnswers);
      return answers && !isBehindWorkingName(answers);
    })
    .flatMap(({ id, number, stage, callId, submittedAt }) =>
      number && submittedAt
        ? [
            {
              number,
              stage,
              submittedAt,
              reasons: SAMENESS.filter((why) => reasons[why].has(id)),
              text: texts.get(id) ?? null,
              sameCall: callId === own.callId,
            },
          ]
        : [],
    )
    .toSorted(byStrength);
}

/** Read blind, a link between two applications would tell with one who the other is: where either is masked, there is none. */
async function namedFor(ctx: Ctx, ownId: string, ids: readonly string[]): Promise<string[]> {
  const withheld = await withheldFrom(ctx, [ownId, ...ids]);
  return withheld.has(ownId) ? [] : ids.filter((id) => !withheld.has(id));
}

/** To connect somebody who goes by a working name with anything else would unmask them. */
function isBehindWorkingName(answers: Answers): boolean {
  return shownName(answers).workingName;
}

async function sameAddress(ctx: Ctx, { id, addressIndex }: Own): Promise<string[]> {
  if (!addressIndex) return [];
  const rows = await ctx.db
    .select({ id: applications.id })
    .from(applications)
    .where(sent(ctx, and(eq(applications.addressIndex, addressIndex), ne(applications.id, id))))
    .limit(MOST_DUPLICATES);
  return rows.map((row) => row.id);
}

async function sameName(ctx: Ctx, { id }: Own): Promise<string[]> {
  const [own] = await ctx.db
    .select({ nameIndex: nameTraces.nameIndex, latinIndex: nameTraces.latinIndex })
    .from(nameTraces)
    .where(eq(nameTraces.applicationId, id));
  const mine = [own?.nameIndex, own?.latinIndex].flatMap((hash): Buffer[] => (hash ? [hash] : []));
  if (mine.length === 0) return [];
  const rows = await ctx.db
    .select({ id: applications.id })
    .from(nameTraces)
    .innerJoin(applications, eq(applications.id, nameTraces.applicationId))
    .where(
      sent(
        ctx,
        and(or(inArray(nameTraces.nameIndex, mine), inArray(nameTraces.latinIndex, mine)), ne(applications.id, id)),
      ),
    )
    .limit(MOST_DUPLICATES);
  return rows.map((row) => row.id);
}

async function sameFile(ctx: Ctx, { id }: Own): Promise<string[]> {
  const mine = await ctx.db
    .select({ fingerprint: documentVersions.fingerprint })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .where(and(eq(documents.applicationId, id), isNull(documents.removedAt)));
  if (mine.length === 0) return [];
  const rows = await ctx.db
    .selectDistinct({ id: applications.id })
    .from(documentVersions)
    .innerJoin(documents, eq(documents.id, documentVersions.documentId))
    .innerJoin(applications, eq(applications.id, documents.applicationId))
    .where(
      sent(
        ctx,
        and(
          inArray(
            documentVersions.fingerprint,
            mine.map((one) => one.fingerprint),
          ),
          isNull(documents.removedAt),
          ne(applications.id, id),
        ),
      ),
    )
    .limit(MOST_DUPLICATES);
  return rows.map((row) => row.id);
}

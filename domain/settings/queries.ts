import { asc, eq, isNull, or } from 'drizzle-orm';
import { builtOnce } from '@/db/built-once';
import { inboxes, publications } from '@/db/schema/settings';
import type { Ctx } from '@/domain/context';
import type { StorePlace } from '@/platform/storage';
import { inboxColumns, publicationColumns } from './columns';
import type { InboxPurpose, PrivacyLevel } from './rules';

export type Publication = {
  name: string;
  homeUrl: string;
  leaveUrl: string;
  privacyContact: string;
  retentionDays: number;
  /** are readers asked whether their browser may remember the language? */
  rememberLanguage: boolean;
  imprint: Record<string, string>;
  /** what the newsroom adds to the privacy notice, by language */
  privacyText: Record<string, string>;
};

/** Who runs this portal: public. */
export async function publication(ctx: Ctx): Promise<Publication> {
  const [row] = await builtOnce(ctx.db, ['publication'], () => ctx.db.select(publicationColumns).from(publications));
  if (!row) throw new Error('the portal has not been seeded');
  return row;
}

export async function isSeeded(ctx: Ctx): Promise<boolean> {
  const rows = await ctx.db.select({ id: publications.id }).from(publications);
  return rows.length > 0;
}

export type Inbox = {
  id: string;
  purpose: InboxPurpose;
  address: string;
  privacyLevel: PrivacyLevel;
  callId: string | null;
};

/** The inboxes of a call by their purpose: its own and those for every call. Public: the notice names them. */
export async function inboxesOf(ctx: Ctx, callId: string): Promise<Record<InboxPurpose, Inbox[]>> {
  const all = await ctx.db
    .select(inboxColumns)
    .from(inboxes)
    .where(or(isNull(inboxes.callId), eq(inboxes.callId, callId)))
    .orderBy(asc(inboxes.createdAt), asc(inboxes.id));
  const of = (purpose: InboxPurpose) => all.filter((inbox) => inbox.purpose === purpose);
  return { editorial: of('editorial'), questions: of('questions') };
}

export async function allInboxes(ctx: Ctx): Promise<Inbox[]> {
  return ctx.db.select(inboxColumns).from(inboxes).orderBy(asc(inboxes.purpose), asc(inboxes.createdAt));
}

/** What tells this portal from others: its stores name it. */
export async function portalId(ctx: Ctx): Promise<string> {
  const [row] = await ctx.db.select({ id: publications.portalId }).from(publications);
  if (!row) throw new Error('the portal has not been seeded');
  return row.id;
}

export type Readiness = Record<'database' | 'store' | 'keys', 'ok' | 'down'>;

/** What an application needs to be taken, tried for real; says nothing of why it fails (public). */
export async function readiness(ctx: Ctx): Promise<Readiness> {
  const [database, store, keys] = await Promise.allSettled([
    portalId(ctx),
    ownerWhereFilesAreTaken(ctx.storage.place),
    ownerWhereFilesAreTaken(ctx.keyStore.place),
  ]);
  const isOurs = (owner: PromiseSettledResult<string | null>) =>
    owner.status === 'fulfilled' && (database.status === 'rejected' || owner.value === database.value);
  return {
    database: database.status === 'fulfilled' ? 'ok' : 'down',
    store: isOurs(store) ? 'ok' : 'down',
    keys: isOurs(keys) ? 'ok' : 'down',
  };
}

async function ownerWhereFilesAreTaken(place: StorePlace): Promise<string | null> {
  await place.mustTakeFiles();
  return place.owner();
}

export { type AnswerTemplate, allTemplates, templateFor } from './queries/templates';

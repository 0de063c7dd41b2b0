import type { Ctx } from '@/domain/context';
import { allInboxes, type Inbox } from '@/domain/settings/queries';

/** Where questions about a call, or about none, are read: the questions inboxes, else the editorial ones. */
export async function questionInboxes(ctx: Ctx, callId: string | null): Promise<Inbox[]> {
  const inboxes = (await allInboxes(ctx)).filter((inbox) => inbox.callId === null || inbox.callId === callId);
  const asked = inboxes.filter((inbox) => inbox.purpose === 'questions');
  return asked.length > 0 ? asked : inboxes.filter((inbox) => inbox.purpose === 'editorial');
}

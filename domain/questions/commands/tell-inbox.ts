import { callById } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import type { TxCtx } from '@/domain/context';
import { requestMail } from '@/domain/messages/commands';
import { DEFAULT_LOCALE, knownLocale } from '@/locales';
import { questionInboxes } from '../inboxes';

type Told = { id: string; number: string; callId: string | null; locale: string; again: boolean };

/** Tells the questions inboxes that somebody asked or wrote again: number, call and language, never who or what. */
export async function tellQuestionsInbox(tx: TxCtx, { id, number, callId, locale, again }: Told): Promise<void> {
  const call = callId === null ? null : callName(await callById(tx, callId), DEFAULT_LOCALE);
  for (const inbox of await questionInboxes(tx, callId)) {
    await requestMail(tx, {
      template: 'new-question',
      to: { kind: 'inbox', inboxId: inbox.id, address: inbox.address },
      aboutQuestion: id,
      locale: DEFAULT_LOCALE,
      replyTo: inbox.address,
      params: { id, number, call, language: knownLocale(locale), again },
    });
  }
}

import type { TxCtx } from '@/domain/context';
import { requestMail } from '@/domain/messages/commands';
import type { ApplicantDeed } from '@/domain/messages/rules';
import { inboxesOf } from '@/domain/settings/queries';
import { DEFAULT_LOCALE } from '@/locales';

export type Deed = { applicationId: string; callId: string; number: string; what: ApplicantDeed };

/** Tells the editorial inboxes of a call that an applicant did something; the mail names the number and a link, no more. */
export async function tellEditors(tx: TxCtx, { applicationId, callId, number, what }: Deed): Promise<void> {
  for (const inbox of (await inboxesOf(tx, callId)).editorial) {
    await requestMail(tx, {
      template: 'applicant-did',
      to: { kind: 'inbox', inboxId: inbox.id, address: inbox.address },
      about: applicationId,
      locale: DEFAULT_LOCALE,
      replyTo: inbox.address,
      params: { number, what },
    });
  }
}

import { isId } from '@/app/_http/ids';
import { type PageRequest, page } from '@/app/_http/member-page';
import { OutboxList } from '@/app/_ui/desk/outbox-list';
import { MailPane, NoMailPane, WaitingPane } from '@/app/_ui/desk/outbox-mail';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { Rail } from '@/app/_ui/desk/rail';
import type { Times } from '@/app/_ui/desk/times';
import { deskTimes, railFacts } from '@/app/desk/facts';
import { callsForDesk } from '@/domain/calls/queries';
import { AppError } from '@/domain/errors';
import { mailPreview, outboxFor } from '@/domain/messages/queries';
import { answerAid, type PendingDecision, pendingDecisions } from '@/domain/reviews/queries';
import { env } from '@/platform/env';

/** Every mail of the portal that the member may see; where no server is set, this is where mails are read. */
export default page(async ({ ctx, search, locale }) => {
  const [rail, outbox, pending, calls] = await Promise.all([
    railFacts({ ctx, locale }),
    outboxFor(ctx),
    pendingDecisions(ctx),
    callsForDesk(ctx),
  ]);
  const times = deskTimes(calls, locale, ctx.now);
  const open = search.answer ?? search.mail ?? null;
  return (
    <main className={open ? 'desk desk--outbox desk--mail' : 'desk desk--outbox desk--box'}>
      <Rail facts={rail} here="outbox" />
      <OutboxList facts={{ outbox, pending, toFiles: env().SMTP_URL === undefined, open, times, locale }} />
      {await pane({ ctx, search, locale }, pending, times)}
    </main>
  );
});

async function pane(
  { ctx, search, locale }: Omit<PageRequest, 'params' | 'every'>,
  pending: readonly PendingDecision[],
  times: Times,
) {
  if (search.answer !== undefined) {
    const decision = pending.find((one) => one.number === search.answer);
    if (!decision) return <NoMailPane locale={locale} gone />;
    const aid = decision.text === null ? null : await answerAid(ctx, { ...decision, text: decision.text });
    return <WaitingPane decision={decision} aid={aid} asText={search.as === 'text'} times={times} locale={locale} />;
  }
  if (search.mail === undefined) return <NoMailPane locale={locale} />;
  if (!isId(search.mail)) throw new AppError('not_found');
  const mail = await mailPreview(ctx, search.mail);
  return <MailPane mail={mail} asText={search.as === 'text'} times={times} locale={locale} />;
}

export const generateMetadata = deskMetadata((t) => t('outbox.title'));

import { plainPage } from '@/app/_http/plain-page';
import { plainRoute } from '@/app/_http/plain-route';
import { QuestionsPage } from '@/app/_ui/plain/text-pages';
import { callNotice, openCalls } from '@/domain/calls/queries';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

export const GET = plainRoute<{ locale: string }>(async ({ ctx, frame }) => {
  const [first] = await openCalls(ctx);
  const address = first ? (await callNotice(ctx, first.slug)).questionsAddress : frame.publication.privacyContact;
  return plainPage(frame, {
    title: translator(frame.locale, 'questions')('title'),
    keeping: 'check-back',
    indexed: true,
    body: <QuestionsPage frame={frame} address={address || null} />,
  });
});

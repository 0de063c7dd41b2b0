import { queueFacts, railFacts } from '@/app/desk/facts';
import { page } from '@/app/_http/member-page';
import { AnswerEditor } from '@/app/_ui/desk/answer-editor';
import { Inspector, type OpenApplication } from '@/app/_ui/desk/inspector';
import { Keys } from '@/app/_ui/desk/keys.client';
import { deskMetadata, keyWords } from '@/app/_ui/desk/page-words';
import { QueuePane } from '@/app/_ui/desk/queue-pane';
import { Rail } from '@/app/_ui/desk/rail';
import { Reader } from '@/app/_ui/desk/reader';
import { times } from '@/app/_ui/desk/times';
import { viewOf } from '@/app/_ui/desk/view';
import { applicationForDesk, neighboursOf } from '@/domain/applications/queries';
import { answerDraft, decisionOn, scorecardFor } from '@/domain/reviews/queries';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import type { PageRequest } from '@/app/_http/member-page';

/** One application: the queue it was opened from, what was written, what is known, what to do. */
export default page<{ code: string }>(async ({ ctx, params, search, locale }) => {
  const view = viewOf(search);
  const application = await applicationForDesk(ctx, decodeURIComponent(params.code));
  const [rail, queue, neighbours, decision, scorecard] = await Promise.all([
    railFacts({ ctx, locale }),
    queueFacts({ ctx, locale }, view),
    neighboursOf(ctx, application),
    decisionOn(ctx, application.id),
    scorecardFor(ctx, application),
  ]);
  const open: OpenApplication = { application, decision, scorecard, view, times: times(locale, application.timeZone, ctx.now), locale };
  return (
    <main className="desk desk--review desk--open">
      <Rail facts={rail} here={{ view }} />
      <QueuePane facts={queue} open={application.number} titleAs="h2" />
      {(await answering(ctx, open, search.decide)) ?? <Reader {...open} asked={search.show} neighbours={neighbours} />}
      <Inspector {...open} />
      <Keys words={keyWords(locale)} />
    </main>
  );
});

async function answering(ctx: PageRequest['ctx'], open: OpenApplication, asked: string | undefined) {
  const { application, decision } = open;
  const kind = DECISION_KINDS.find((known) => known === asked);
  if (!kind || !application.mayDecide) return null;
  const waiting = decision?.state === 'pending' && decision.kind === kind ? decision : null;
  const answer = waiting ?? (await answerDraft(ctx, { number: application.number, kind }));
  return <AnswerEditor {...open} kind={kind} answer={answer} />;
}

export const generateMetadata = deskMetadata((t) => t('facts.label'));

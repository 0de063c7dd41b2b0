import { isNumber } from '@/app/_http/ids';
import type { PageRequest } from '@/app/_http/member-page';
import { page } from '@/app/_http/member-page';
import { AnswerEditor } from '@/app/_ui/desk/answer-editor';
import { Inspector } from '@/app/_ui/desk/inspector';
import type { OpenApplication } from '@/app/_ui/desk/open-application';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import type { Way } from '@/app/_ui/desk/position';
import { type QueueFacts, QueuePane } from '@/app/_ui/desk/queue-pane';
import { Rail } from '@/app/_ui/desk/rail';
import { Reader } from '@/app/_ui/desk/reader';
import { times } from '@/app/_ui/desk/times';
import { applicationAddress, fromStart, shownOf, type View, viewOf } from '@/app/_ui/desk/view';
import { queueFacts, queueQuery, railFacts } from '@/app/desk/facts';
import { reviewingFacts } from '@/app/desk/reviewing/facts';
import { applicationForDesk, type Neighbours, neighboursOf } from '@/domain/applications/queries';
import { inFewTrips } from '@/domain/context';
import { discussionOf } from '@/domain/discussion/queries';
import { readingsOf } from '@/domain/documents/queries';
import { relativesOf } from '@/domain/duplicates/queries';
import { AppError } from '@/domain/errors';
import { answerAid, answerDraft, decisionOn, scorecardFor } from '@/domain/reviews/queries';
import { DECISION_KINDS, type DecisionKind } from '@/domain/reviews/rules';

/** One application: the queue it was opened from, what was written, what is known, what to do. */
export default page<{ code: string }>(async ({ ctx, params, search, locale }) => {
  const view = viewOf(search);
  if (!isNumber(params.code)) throw new AppError('not_found');
  const application = await applicationForDesk(ctx, params.code);
  const beside = inFewTrips(ctx);
  const [rail, queue, neighbours, decision, scorecard, discussion, readings, relatives, reviewing] = await Promise.all([
    railFacts({ ctx: beside, locale }),
    queueFacts({ ctx: beside, locale }, view),
    neighboursOf(ctx, queueQuery(fromStart(view)), application.id),
    decisionOn(ctx, application.id),
    scorecardFor(ctx, application),
    discussionOf(ctx, application.number),
    readingsOf(
      ctx,
      application.documents.map((document) => document.id),
    ),
    relativesOf(ctx, application.number),
    reviewingFacts(ctx, application),
  ]);
  // What is read under another application is decided there.
  const isFolded = relatives.foldedInto !== null || relatives.keptBack === 'primary';
  const mayDecide = application.mayDecide && !isFolded;
  const mayAnswer = mayDecide && application.unreadable !== 'everything';
  const deciding = mayAnswer ? (DECISION_KINDS.find((kind) => kind === search.decide) ?? null) : null;
  const open: OpenApplication = {
    application: { ...application, mayDecide },
    decision,
    scorecard,
    discussion,
    relatives,
    mayTakeApart: application.mayDecide,
    reviewing,
    deciding,
    view: { ...view, shown: shownOf(search) },
    madeAt: ctx.now.getTime(),
    times: times(locale, application.timeZone, ctx.now),
    locale,
  };
  return (
    <main className="desk desk--review desk--open">
      <Rail facts={rail} here={{ view }} />
      <QueuePane facts={queue} open={application.number} titleAs="h2" />
      {deciding ? (
        <Answering ctx={ctx} open={open} kind={deciding} />
      ) : (
        <Reader {...open} asked={search.show} as={search.as} readings={readings} way={wayFrom(neighbours, queue)} />
      )}
      <Inspector {...open} />
    </main>
  );
});

async function Answering({ ctx, open, kind }: { ctx: PageRequest['ctx']; open: OpenApplication; kind: DecisionKind }) {
  const { application, decision } = open;
  const waiting = decision?.state === 'pending' && decision.kind === kind ? decision : null;
  const written = waiting && waiting.text !== null ? { ...waiting, text: waiting.text } : null;
  const answer = written ?? (await answerDraft(ctx, { number: application.number, kind }));
  const aid = await answerAid(ctx, { number: application.number, kind, text: answer.text });
  return <AnswerEditor {...open} kind={kind} answer={answer} aid={aid} />;
}

/** Neighbours that are on the list's page keep it; one beyond its edge turns the page. */
function wayFrom({ previous, next, here }: Neighbours, { entries, view }: QueueFacts): Way {
  const isShown = (number: string) => entries.some((entry) => entry.number === number);
  const address = (number: string | null, edge: Partial<View>) => {
    if (number === null) return null;
    return applicationAddress(number, isShown(number) ? view : { ...fromStart(view), ...edge });
  };
  return { previous: address(previous, { before: here }), next: address(next, { after: here }) };
}

export const generateMetadata = deskMetadata((t) => t('facts.label'));

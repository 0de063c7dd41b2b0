import { isId } from '@/app/_http/ids';
import { page } from '@/app/_http/member-page';
import { deskMetadata } from '@/app/_ui/desk/page-words';
import { QuestionList } from '@/app/_ui/desk/question-list';
import { NoThread, QuestionThread } from '@/app/_ui/desk/question-thread';
import { stateOf } from '@/app/_ui/desk/question-view';
import { Rail } from '@/app/_ui/desk/rail';
import { deskTimes, railFacts } from '@/app/desk/facts';
import { mayAnswerQuestions } from '@/domain/actor';
import { callsForDesk } from '@/domain/calls/queries';
import { AppError } from '@/domain/errors';
import { questionCounts, questionForDesk, questionsForDesk } from '@/domain/questions/queries';

/** What people asked, one thread beside the list. */
export default page(async ({ ctx, search, locale }) => {
  if (!mayAnswerQuestions(ctx.actor)) throw new AppError('not_found');
  const { question: open = null, after = null, before = null } = search;
  if (open !== null && !isId(open)) throw new AppError('not_found');
  const question = open === null ? null : await questionForDesk(ctx, open);
  // A link from a mail names only the question: the list beside it is the one it stands in.
  const state = search.state === undefined && question ? question.state : stateOf(search.state);
  const [rail, list, counts, calls] = await Promise.all([
    railFacts({ ctx, locale }),
    questionsForDesk(ctx, { state, ...(before ? { before } : { after: after ?? undefined }) }),
    questionCounts(ctx),
    callsForDesk(ctx),
  ]);
  const times = deskTimes(calls, locale, ctx.now);
  return (
    <main className={open ? 'desk desk--outbox desk--mail' : 'desk desk--outbox desk--box'}>
      <Rail facts={rail} here="questions" />
      <QuestionList facts={{ list, counts, state, after, before, open, times, locale }} />
      {question ? (
        <QuestionThread question={question} state={state} times={times} locale={locale} />
      ) : (
        <NoThread locale={locale} />
      )}
    </main>
  );
});

export const generateMetadata = deskMetadata((t) => t('questions.title'));

import { cache } from 'react';
import type { MemberCtx } from '@/app/_http/member-session';
import type { QueueFacts } from '@/app/_ui/desk/queue-pane';
import type { RailFacts } from '@/app/_ui/desk/rail';
import { times } from '@/app/_ui/desk/times';
import type { View } from '@/app/_ui/desk/view';
import { mayAnswerQuestions } from '@/domain/actor';
import { draftCount, type Standing, savedViews, standingFor } from '@/domain/applications/queries';
import { type Call, callsForDesk } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import { knownTags, unseenMentions } from '@/domain/discussion/queries';
import { outboxCounts } from '@/domain/messages/queries';
import { questionCount } from '@/domain/questions/queries';
import { fellowReaders, scoredQueue } from '@/domain/reviews/queries';
import { publication } from '@/domain/settings/queries';
import type { Locale } from '@/locales';

type Asking = { ctx: MemberCtx; locale: Locale };

/** Rail and queue ask for the same; the database is asked once per request. */
const standingOf = cache((ctx: MemberCtx) => standingFor(ctx));
const callsOf = cache((ctx: MemberCtx) => callsForDesk(ctx));
const savedOf = cache((ctx: MemberCtx) => savedViews(ctx));

export async function railFacts({ ctx, locale }: Asking): Promise<RailFacts> {
  const [standing, { name }, calls, outbox, saved, mentions, drafts, questions] = await Promise.all([
    standingOf(ctx),
    publication(ctx),
    callsOf(ctx),
    outboxCounts(ctx),
    savedOf(ctx),
    unseenMentions(ctx),
    draftCount(ctx),
    mayAnswerQuestions(ctx.actor) ? questionCount(ctx, 'open') : null,
  ]);
  const [only] = calls.length === 1 ? calls : [];
  return {
    locale,
    member: ctx.actor,
    publication: name,
    call: only ? callName(only, locale) : null,
    counts: standing.views,
    saved,
    outbox,
    mentions,
    drafts,
    questions,
    answers: nextAnswers({ calls, standing, locale, now: ctx.now }),
  };
}

export async function queueFacts({ ctx, locale }: Asking, view: View): Promise<QueueFacts> {
  const [page, { views }, calls, saved, tags, readers] = await Promise.all([
    view.name === 'withdrawn' ? NO_PAGE : scoredQueue(ctx, queueQuery(view)),
    standingOf(ctx),
    callsOf(ctx),
    savedOf(ctx),
    knownTags(ctx),
    fellowReaders(ctx),
  ]);
  return {
    locale,
    times: deskTimes(calls, locale, ctx.now),
    view,
    count: views[view.name],
    saved,
    choices: {
      regions: [...new Set(calls.flatMap((call) => call.regions))],
      languages: [...new Set(calls.flatMap((call) => call.languages))],
      topics: [...new Set(calls.flatMap((call) => call.topics))],
      tags,
      readers,
    },
    ...page,
  };
}

const NO_PAGE = { entries: [], next: null, previous: null };

/** What the queue is asked for, in the words of its query. */
export function queueQuery(view: View) {
  const { name, after, before, ...rest } = view;
  return {
    ...rest,
    stages: [...view.stages],
    regions: [...view.regions],
    languages: [...view.languages],
    topics: [...view.topics],
    found: [...view.found],
    view: name === 'withdrawn' ? ('all' as const) : name,
    after: after ?? undefined,
    before: before ?? undefined,
  };
}

/** Lists over several calls are timed in the first call's zone. */
export function deskTimes(calls: readonly Call[], locale: Locale, now: Date) {
  return times(locale, calls[0]?.timeZone ?? 'UTC', now);
}

type Promising = { calls: readonly Call[]; standing: Standing; locale: Locale; now: Date };

/** The nearest day by which somebody the member may see was promised an answer and still waits for it. */
function nextAnswers({ calls, standing, locale, now }: Promising): RailFacts['answers'] {
  const [next] = calls
    .filter((call) => call.state !== 'draft' && standing.waitingIn.has(call.id))
    .filter((call): call is Call & { answerBy: Date } => call.answerBy !== null)
    .sort((one, other) => one.answerBy.getTime() - other.answerBy.getTime());
  if (!next) return null;
  const clock = times(locale, next.timeZone, now);
  return { day: clock.day(next.answerBy), days: clock.daysUntil(next.answerBy) };
}

import type { MemberCtx } from '@/app/_http/member-session';
import { isAdministrator } from '@/domain/actor';
import type { DeskApplication } from '@/domain/applications/queries';
import {
  type Assignment,
  assignmentsOn,
  type ConflictLine,
  conflictsOn,
  mayReview,
  type Plan,
  planOf,
} from '@/domain/reviews/queries';

/** Who reads the open application, who may, who must not, and how its call is read. */
export type ReviewingFacts = {
  assignments: Assignment[];
  candidates: { memberId: string; name: string }[];
  conflicts: ConflictLine[];
  plan: Plan;
  isAdministrator: boolean;
};

export async function reviewingFacts(ctx: MemberCtx, application: DeskApplication): Promise<ReviewingFacts> {
  const [assignments, candidates, conflicts, plan] = await Promise.all([
    assignmentsOn(ctx, application.id),
    mayReview(ctx, application),
    conflictsOn(ctx, application.id),
    planOf(ctx, application.callId),
  ]);
  return { assignments, candidates, conflicts, plan, isAdministrator: isAdministrator(ctx.actor) };
}

import type { ReviewingFacts } from '@/app/desk/reviewing/facts';
import type { DeskApplication } from '@/domain/applications/queries';
import type { Discussion } from '@/domain/discussion/queries';
import type { Relatives } from '@/domain/duplicates/queries';
import type { Scorecard, ShownDecision } from '@/domain/reviews/queries';
import type { DecisionKind } from '@/domain/reviews/rules';
import type { Locale } from '@/locales';
import type { Times } from './times';
import { type OpenView, placeOf } from './view';

export type OpenApplication = {
  application: DeskApplication;
  decision: ShownDecision | null;
  scorecard: Scorecard;
  discussion: Discussion;
  relatives: Relatives;
  /** decides on it, also where it is read under another and therefore not decided here */
  mayTakeApart: boolean;
  reviewing: ReviewingFacts;
  /** the answer being written, if one is */
  deciding: DecisionKind | null;
  view: OpenView;
  /** when the page was made, by the portal's clock */
  madeAt: number;
  times: Times;
  locale: Locale;
};

/** What every form about an application carries: which one, as it was when the page was made, and where to return. */
export function Standing({
  application,
  view,
}: {
  application: Pick<DeskApplication, 'number' | 'version'>;
  view: OpenView;
}) {
  return (
    <>
      <input type="hidden" name="number" value={application.number} />
      <input type="hidden" name="version" value={application.version} />
      <input type="hidden" name="view" value={placeOf(view)} />
    </>
  );
}

import type { ReactNode } from 'react';
import type { Stage } from '@/domain/applications/rules';

export type MarkShape = 'new' | 'turn' | 'part' | 'full' | 'wait' | 'star' | 'end' | 'bad';

export const MARK_OF_STAGE: Record<Stage, MarkShape> = {
  new: 'new',
  reading: 'part',
  talking: 'part',
  shortlist: 'star',
  held: 'wait',
  asked: 'wait',
  invited: 'full',
  declined: 'end',
  withdrawn: 'end',
};

/** A shape beside a word; the shape alone never carries meaning. */
export function Mark({ shape, children }: { shape: MarkShape; children: ReactNode }) {
  const turn = shape === 'turn' || shape === 'bad';
  return (
    <span className={turn ? 'mark is-turn' : 'mark'} data-m={shape}>
      {children}
    </span>
  );
}

import { isNumber } from './ids';

/** As many as one page of the queue could ever hold. */
const MOST_PICKED = 500;

export type Picked = { asked: boolean; numbers: string[] };

/**
 * What was ticked. `asked` tells an empty selection from none: ticked boxes that name no application never stand for
 * the whole view.
 */
export function pickedIn(values: readonly unknown[]): Picked {
  const numbers = values.filter((value): value is string => typeof value === 'string' && isNumber(value));
  return { asked: values.length > 0, numbers: [...new Set(numbers)].slice(0, MOST_PICKED) };
}

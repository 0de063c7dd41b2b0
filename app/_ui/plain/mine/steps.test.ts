import { describe, expect, it } from 'vitest';
import { APPLICANT_STATUSES, STAGES, statusFor } from '@/domain/applications/rules';
import { stepsOf } from './steps';

describe('the four steps', () => {
  it('show the one that waits for reading', () => {
    expect(stepsOf('waiting').map(({ name, state }) => `${name} ${state}`)).toEqual([
      'arrived done',
      'waiting now',
      'talking to-come',
      'answered to-come',
    ]);
  });

  it('put a question in the place of the talk it interrupts', () => {
    expect(stepsOf('question').find((step) => step.state === 'now')?.name).toBe('question');
  });

  it.each(STAGES.filter((stage) => stage !== 'withdrawn'))('have exactly one "now" at the stage %s', (stage) => {
    expect(stepsOf(statusFor('submitted', stage)).filter((step) => step.state === 'now')).toHaveLength(1);
  });

  it('are not shown for what is no longer on its way', () => {
    const without = APPLICANT_STATUSES.filter((status) => stepsOf(status).length === 0);
    expect(without).toEqual(['draft', 'withdrawn', 'erased']);
  });
});

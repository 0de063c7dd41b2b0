import { afterAll, beforeAll } from 'vitest';
import { openTestPortal, type TestPortal } from '@/domain/testing/portal';
import type { FormOutcome } from './input';

export let portal: TestPortal;

/** A portal of the test file's own. */
export function aPortalWithForms(): void {
  beforeAll(async () => {
    portal = await openTestPortal();
  });
  afterAll(() => portal.close());
}

export function asForm(outcome: FormOutcome): Extract<FormOutcome, { kind: 'form' }> {
  if (outcome.kind !== 'form') throw new Error('it was sent');
  return outcome;
}

export function asSent(outcome: FormOutcome): Extract<FormOutcome, { kind: 'sent' }> {
  if (outcome.kind !== 'sent') throw new Error(`it was not sent: ${JSON.stringify(outcome.errors)}`);
  return outcome;
}

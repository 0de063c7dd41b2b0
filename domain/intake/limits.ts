/** The forms a stranger may send. */
export type GuardedForm = 'apply' | 'question';

export type Limit = {
  form: GuardedForm;
  /** `fast`: only those sent sooner than a person can have filled in the form */
  what: 'send' | 'fast';
  per: 'peer' | 'address' | 'draft';
  minutes: number;
  /** from the one after so many on: a short wait, or a solved puzzle, before the next */
  pause: number;
  /** from the one after so many on: nothing more until the window ends */
  refuse?: number;
};

/**
 * How much of a thing is usual. A whole office, a village's mobile mast or a Tor exit may share one peer, and anybody
 * may write somebody else's address into a form: so nearly every row only asks for patience, and none can be used to
 * shut another person out for long.
 */
export const LIMITS: readonly Limit[] = [
  { form: 'apply', what: 'send', per: 'peer', minutes: 60, pause: 30, refuse: 200 },
  { form: 'apply', what: 'fast', per: 'peer', minutes: 60, pause: 3 },
  { form: 'apply', what: 'send', per: 'address', minutes: 24 * 60, pause: 10 },
  { form: 'apply', what: 'send', per: 'draft', minutes: 60, pause: 30, refuse: 120 },
  { form: 'question', what: 'send', per: 'peer', minutes: 60, pause: 10, refuse: 60 },
  { form: 'question', what: 'fast', per: 'peer', minutes: 60, pause: 1 },
  { form: 'question', what: 'send', per: 'address', minutes: 24 * 60, pause: 5 },
];

/** With proof of work "when busy": from the one after so many in ten minutes on, over all peers. */
export const BUSY: Readonly<Record<GuardedForm, number>> = { apply: 60, question: 30 };
export const BUSY_MINUTES = 10;

/** Nobody fills in the form in less. */
export const SOONEST_MS: Readonly<Record<GuardedForm, number>> = { apply: 4000, question: 3000 };

/** What one draft may be saved, by its page, in ten minutes; and how many drafts one peer may begin in an hour. */
export const SAVES = { limit: 400, minutes: 10 };
export const NEW_DRAFTS = { limit: 120, minutes: 60 };

export const PAUSE_SECONDS = 30;

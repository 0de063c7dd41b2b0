import { fieldErrorText } from '@/app/_http/error-text';
import type { Frame } from '@/app/_http/frame';
import type { CallNotice } from '@/domain/calls/queries';
import type { Slot } from '@/domain/documents/rules';
import { type FieldError, type FormView, type FormWait, fieldOfSlot } from '@/domain/intake/input';

/** Why the form is shown: fresh, or after a press of one of its buttons. */
export type FormReason =
  | 'fresh'
  | 'resumed'
  | 'saved'
  | 'missing'
  | 'closed'
  | 'forged'
  | 'wait'
  | 'too_much'
  | 'not_read';

export type FormModel = {
  frame: Frame;
  call: CallNotice;
  view: FormView;
  errors: readonly FieldError[];
  reason: FormReason;
  now: Date;
  /** the files just sent, by field: a refused one is named */
  fileNames: ReadonlyMap<string, string>;
  wait?: FormWait | null;
  /** when something was last kept of a draft begun in this browser, for a fresh form */
  begunAt?: Date | null;
};

export type NeededItem = { field: string; done: boolean };

/** The sentence that stands at a field, if anything is wrong there. */
export function errorAt(model: FormModel, field: string): string | null {
  const error = model.errors.find((candidate) => candidate.field === field);
  return error ? fieldErrorText(model.frame.locale, error) : null;
}

export function errorOf(model: FormModel, field: string): FieldError | undefined {
  return model.errors.find((candidate) => candidate.field === field);
}

/** What the portal cannot do without, in the order of the form. */
export function neededItems({ view, errors }: Pick<FormModel, 'view' | 'errors'>): NeededItem[] {
  const { values } = view;
  const has = (slot: Slot) => view.documents[slot] !== undefined && view.documents[slot].check.state !== 'refused';
  const items = [
    { field: 'name', done: values.name !== '' },
    { field: 'region', done: values.region.length > 0 },
    { field: fieldOfSlot('cv'), done: has('cv') },
    { field: fieldOfSlot('cover_letter'), done: has('cover_letter') || values.coverLetterText !== '' },
    {
      field: fieldOfSlot('writing_sample'),
      done: has('writing_sample') || values.writingSampleUrl !== '',
    },
    { field: 'consent', done: values.consent },
  ];
  return items.map((item) => ({ ...item, done: item.done && !errors.some((error) => error.field === item.field) }));
}

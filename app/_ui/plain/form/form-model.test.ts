import { describe, expect, it } from 'vitest';
import { answersInput } from '@/domain/applications/input';
import type { FieldError, FormView } from '@/domain/intake/input';
import { neededItems } from './form-model';

const file = {
  name: 'a.pdf',
  size: 1,
  kind: 'pdf' as const,
  receivedAt: new Date(),
  check: { state: 'clear' as const, reason: null, remarks: [] },
  findings: [],
};

function missing(view: Partial<FormView>, errors: FieldError[] = []): string[] {
  const whole: FormView = {
    draft: '',
    values: answersInput.parse({}),
    documents: {},
    uploads: {},
    code: null,
    pause: '',
    base: '',
    ...view,
  };
  return neededItems({ view: whole, errors })
    .filter((item) => !item.done)
    .map((item) => item.field);
}

describe('what is needed', () => {
  it('is everything in a fresh form', () => {
    expect(missing({})).toEqual(['name', 'region', 'cv', 'coverLetter', 'writingSample', 'consent']);
  });

  it('takes a typed letter and a link for the documents', () => {
    const values = answersInput.parse({ coverLetterText: 'Here.', writingSampleUrl: 'https://example.org' });
    expect(missing({ values, documents: { cv: file } })).toEqual(['name', 'region', 'consent']);
  });

  it('still counts what has just been refused', () => {
    const errors: FieldError[] = [{ field: 'cv', code: 'document_too_large' }];
    expect(missing({ documents: { cv: file } }, errors)).toContain('cv');
  });
});

import { describe, expect, it } from 'vitest';
import { AppError, ERROR_CODES } from '@/domain/errors';
import { FIELD_ERROR_CODES } from '@/domain/intake/input';
import { WRITTEN_LOCALES } from '@/locales';
import { errorText, fieldErrorText, statusOf } from './error-text';

describe.each(WRITTEN_LOCALES)('in %s', (locale) => {
  it.each(ERROR_CODES)('%s has a sentence and a status of its kind', (code) => {
    expect(errorText(locale, new AppError(code))).toMatch(/[.։]$/);
    expect(statusOf(code)).toBeGreaterThanOrEqual(400);
  });

  it.each(FIELD_ERROR_CODES)('%s has a sentence at its field', (code) => {
    expect(fieldErrorText(locale, { field: 'name', code })).toMatch(/[.։]$/);
  });
});

it('names the limit of the very field', () => {
  expect(fieldErrorText('en', { field: 'coverLetterText', code: 'too_long' })).toContain('20,000');
  expect(fieldErrorText('en', { field: 'cv', code: 'document_too_large' })).toContain('25 MB');
});

it('says which thing is missing', () => {
  expect(fieldErrorText('en', { field: 'coverLetter', code: 'document_missing' })).toContain('cover letter');
});

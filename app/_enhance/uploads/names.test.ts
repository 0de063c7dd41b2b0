import { expect, test } from 'vitest';
import { cleanFileName } from '@/domain/documents/rules';
import { cleanName } from './names';

test.each([
  'CV.pdf',
  '  რეზიუმე ნინო.docx ',
  'cv \u202excod.pdf',
  'cafe\u0301.odt',
  `${'ა'.repeat(240)}.docx`,
  `${'🗻'.repeat(230)}.pdf`,
  'x'.repeat(255),
  `${'x'.repeat(190)}.${'y'.repeat(60)}`,
])('a browser knows the name %j as the portal keeps it', (name) => {
  expect(cleanName(name)).toBe(cleanFileName(name));
});

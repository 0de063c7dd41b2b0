import { expect, test } from 'vitest';
import { plainLine } from './rules';

test.each([
  ['zero-width spaces and joiners', '\u200b\u200d\u2060'],
  ['a soft hyphen', '\u00ad'],
  ['fillers of Hangul', '\u3164\u115f'],
  ['blanks of every kind', '\u00a0\u2003\u2800\u3000'],
])('a line of %s alone is an empty one', (_, line) => {
  expect(plainLine(line)).toBe('');
});

test.each([
  ['a name with a joiner in it', 'ক্\u200dষ'],
  ['one sign', '李'],
  ['a face of several people', '👨\u200d👩\u200d👧'],
])('%s stays as it is', (_, line) => {
  expect(plainLine(line)).toBe(line);
});

test('what turns the reading direction is taken out, a line break becomes a space', () => {
  expect(plainLine(' a\u202eb\n\tc ')).toBe('ab c');
});

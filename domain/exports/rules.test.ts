import { describe, expect, it } from 'vitest';
import { csvCell } from './rules';

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+995 555', "'+995 555"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t'=1"`],
    ['\r=1', `"'\r'=1"`],
    ['＝1', "'＝1"],
    ['a "b", c', '"a ""b"", c"'],
    ['one\ntwo', '"one\ntwo"'],
    ['Ana', 'Ana'],
    ['x;=1+1;y', `"x;'=1+1;y"`],
    ['x; @SUM(A1)', `"x; '@SUM(A1)"`],
    ['one\n=1+1', `"one\n'=1+1"`],
    ['"=1+1', `"""'=1+1"`],
    ['  ＝1', `"  '＝1"`],
    ['Tbilisi; Gori', '"Tbilisi; Gori"'],
    ['a-b c+d', 'a-b c+d'],
  ])('%j is written %j', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });
});

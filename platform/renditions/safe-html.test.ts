import { expect, it } from 'vitest';
import { cutBlocks, safeHtml, textOfHtml } from './safe-html';

it.each([
  ['<script>alert(1)</script>a', 'a'],
  ['<p onclick="x()" style="color:red" class="y" id="z">a</p>', '<p>a</p>'],
  ['<img src="https://example.org/x.png">', ''],
  ['<img src="data:image/svg+xml;base64,PHN2Zz4=">', ''],
  ['<img src="data:image/png;base64,aaaa" onerror="x">', '<img src="data:image/png;base64,aaaa" />'],
  ['<a href="https://example.org/" id="x">a</a>', '<span>a</span>'],
  ['<a href="javascript:x()">a</a>', '<span>a</span>'],
  ['<a href="#footnote-1" id="footnote-ref-1">1</a>', '<a id="footnote-ref-1" href="#footnote-1">1</a>'],
  ['<iframe src="/x"></iframe><object data="x"></object><svg><a href="x">b</a></svg>c', 'c'],
  ['<form action="/x"><input name="a"><button>b</button></form>', 'b'],
  ['<td colspan="2" rowspan="x">a</td>', '<td colspan="2">a</td>'],
  ['<p><b>a', '<p><b>a</b></p>'],
  ['<style>@import "x"</style><link rel="stylesheet" href="x"><meta http-equiv="refresh" content="0">a', 'a'],
  ['<math><mi xlink:href="javascript:x">a</mi></math>', 'a'],
])('of %s keeps %s', async (given, kept) => {
  expect(await safeHtml(given)).toBe(kept);
});

it('gives the text of what it made, a line for each block', async () => {
  expect(
    textOfHtml(await safeHtml('<h1>A &amp; B</h1><p>c<br>d</p><table><tr><td>e</td><td>f</td></tr></table>')),
  ).toBe('A & B\nc\nd\ne\tf');
});

it.each([
  ['<p>one</p><p>two</p><p>three</p>', 30, '<p>one</p><p>two</p>'],
  ['<table><tr><td>წყალი</td></tr><tr><td>b</td></tr></table>', 50, '<table><tr><td>წყალი</td></tr>'],
  ['words without an end <img src="data:', 30, 'words without an end '],
  ['<p>one</p>', 10, null],
])('cuts %s at %i bytes behind a whole block', (html, limit, kept) => {
  expect(cutBlocks(html, limit)).toEqual({ html: kept ?? html, isCut: kept !== null });
});

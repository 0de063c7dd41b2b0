import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneLine, parseAddress, parseMailbox, patienceEnds, reasonOf, retryDelay } from './rules';

describe('an address', () => {
  test.each([
    ['ketevan@example.org', 'ketevan@example.org'],
    ['  ketevan@example.org\n', 'ketevan@example.org'],
    ['\u200eketevan@example.org\u200f', 'ketevan@example.org'],
    ['Ketevan.M+portal@Example.ORG', 'Ketevan.M+portal@example.org'],
    ["o'brien@example.org", "o'brien@example.org"],
    ['ketevan@müller.example', 'ketevan@xn--mller-kva.example'],
    ['почта@пример.рф', 'почта@xn--e1afmkfd.xn--p1ai'],
    ['ｋｅｔｅｖａｎ＠example．org', 'ketevan@example.org'],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ])('%j is read as %s', (typed, read) => {
    expect(parseAddress(typed)).toBe(read);
  });

  test.each([
    '',
    'ketevan',
    '@example.org',
    'ketevan@',
    'ketevan@localhost',
    'ketevan@example',
    'ketevan@example..org',
    'ketevan@.example.org',
    'ketevan@example.org.',
    'ketevan@-example.org',
    'ketevan@exa_mple.org',
    'ketevan@127.0.0.1',
    'ketevan@[127.0.0.1]',
    'ketevan@0x7f.1',
    'ketevan@example.org/..',
    'ketevan@example.org:25',
    'ketevan@example.org#',
    'ketevan@%65xample.org',
    'ketevan@evil.org@example.org',
    'ketevan@example.org,other@example.org',
    'ketevan@example.org;other@example.org',
    'ketevan other@example.org',
    'ketevan@example.org\r\nBcc: other@example.org',
    'kete\u0000van@example.org',
    'kete\u200bvan@example.org',
    'kete\u202evan@example.org',
    '"ketevan"@example.org',
    '"a b"@example.org',
    'ketevan(comment)@example.org',
    'Ketevan <ketevan@example.org>',
    '.ketevan@example.org',
    'ketevan.@example.org',
    'kete..van@example.org',
    'kete\\van@example.org',
    `${'a'.repeat(65)}@example.org`,
    `${'я'.repeat(33)}@example.org`,
    `ketevan@${'a'.repeat(64)}.org`,
    `ketevan@${'abcdefgh.'.repeat(30)}org`,
    'a'.repeat(100_000),
  ])('%j is not read', (typed) => {
    expect(parseAddress(typed)).toBeNull();
  });

  test('that has been read holds nothing that means something to a mail program, whatever was typed', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...'aZ9.@-_+ \t\r\n,;:<>()[]"\\\'%!\u0000\u200b\u202e＠．。ა١'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 60 }), fc.emailAddress()), (typed) => {
        const address = parseAddress(typed);
        if (address === null) return;
        expect(address.split('@')).toHaveLength(2);
        expect(address).not.toMatch(/[\s\p{C}<>()[\],;:"\\]/u);
        expect(parseAddress(address)).toBe(address);
      }),
      { numRuns: 3000 },
    );
  });

  test('that has been read reads as itself', () => {
    for (const typed of ['Ketevan@Example.ORG', 'ｋ@example．org', 'почта@пример.рф']) {
      const address = parseAddress(typed);
      expect(parseAddress(address ?? '')).toBe(address);
    }
  });
});

test.each([
  ['portal@portal.test', { name: '', address: 'portal@portal.test' }],
  ['Caucasus Watch <portal@portal.test>', { name: 'Caucasus Watch', address: 'portal@portal.test' }],
  ['"Watch, Caucasus" <portal@portal.test>', { name: 'Watch, Caucasus', address: 'portal@portal.test' }],
  ['Portal <portal@portal.test> <other@portal.test>', null],
  ['portal@localhost', { name: '', address: 'portal@localhost' }],
  ['Portal <portal>', null],
])('the sender %j is read as %j', (written, read) => {
  expect(parseMailbox(written)).toEqual(read);
});

test('a mail is tried again after 1, 5, 15, 30 and 60 minutes, then hourly', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((attempts) => retryDelay(attempts) / 60_000)).toEqual([1, 5, 15, 30, 60, 60, 60]);
});

test('patience lasts five days, and ten minutes for a sign-in link', () => {
  const released = new Date('2026-11-23T10:00:00Z');
  expect(patienceEnds('answer', released)).toEqual(new Date('2026-11-28T10:00:00Z'));
  for (const template of ['sign-in', 'proof'] as const)
    expect(patienceEnds(template, released)).toEqual(new Date('2026-11-23T10:10:00Z'));
});

test('one line stays one line and not too long a one', () => {
  expect(oneLine(' a\r\nBcc: b\u2028c\u0000d ')).toBe('a Bcc: b c d');
  expect(Array.from(oneLine('ქ'.repeat(300)))).toHaveLength(200);
});

test.each([
  ['refused', '5.6.7', 'letters'],
  ['refused', '553 5.6.7', 'letters'],
  ['refused', '550 5.1.1', 'refused'],
  ['expired', '450 4.6.7', 'expired'],
  [null, null, 'unsendable'],
] as const)('a mail that was %s with %s is told as %s', (trouble, reply, reason) => {
  expect(reasonOf(trouble, reply)).toBe(reason);
});

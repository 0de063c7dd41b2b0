import { describe, expect, test } from 'vitest';
import { LOCALES } from '@/locales';
import type { Frame } from './frame';
import { LINE_WIDTH } from './plain-text';
import { renderMail } from './render';

const FRAME: Frame = { publication: 'Caucasus Watch', portalUrl: 'https://apply.example.org', locale: 'en' };
const ID = '7d3a2a0e-52fe-4f3f-9d0f-0e1f6d1c2b3a';
const ASKED = { id: ID, number: 'Q-7F3K', language: 'ka', call: null, again: false } as const;
const LINK = { link: 'K7QF3M9XT2HD8WNB', minutes: 10 };
const RENEWAL = { ...LINK, number: 'APP-7F3K', begunAt: new Date('2026-11-23T21:00:00Z'), timeZone: 'Asia/Tbilisi' };

test('the mail about a question says its number and language and where to answer, nothing else', async () => {
  const mail = await renderMail('new-question', ASKED, FRAME);
  expect(mail.subject).toBe('A question: Q-7F3K');
  expect(mail.text).toBe(`CAUCASUS WATCH

Somebody has asked a question.

Number    Q-7F3K
Asked in  Georgian

Read and answer it on the desk:
https://apply.example.org/desk/questions?question=${ID}

-- 
This mail carries neither the name nor the question. Answer on
the desk: a mail sent back here does not reach who asked.
`);
});

test('the answer to a question is word for word what the editor wrote, and says where the rest stands', async () => {
  const mail = await renderMail('question-answer', { number: 'Q-7F3K', text: 'It <does>.\n\nWith captions.' }, FRAME);
  expect(mail.text).toBe(`CAUCASUS WATCH

It <does>.

With captions.

-- 
You can simply answer this mail: people read it.
What you asked and everything we wrote stands behind the code
you got when you asked:
https://apply.example.org/en/my
`);
  expect(mail.html).toContain('It &lt;does&gt;.');
});

describe('the mail with a way to a new code', () => {
  test('links to a page and says how long the link works', async () => {
    const mail = await renderMail('new-code', RENEWAL, FRAME);
    expect(mail.subject).toBe('A new receipt code');
    expect(mail.text).toContain('for your application APP-7F3K.');
    expect(mail.text).toContain('\nhttps://apply.example.org/en/my/new-code/K7QF3M9XT2HD8WNB\n');
    expect(mail.text).toContain('once, for 10 minutes');
  });

  test('names a draft by the day it was begun, in the zone of its call', async () => {
    const mail = await renderMail('new-code', { ...RENEWAL, number: null }, FRAME);
    expect(mail.text).toContain('the draft you began on 24\nNovember 2026.');
  });

  test('says nothing in quiet mode but what has to be typed', async () => {
    const mail = await renderMail('new-code.quiet', LINK, FRAME);
    expect(mail).toEqual({
      subject: 'Something new',
      text: '    K7QF 3M9X T2HD 8WNB\n\nType this where you asked for it. It works once, for 10\nminutes.\n',
      html: null,
    });
  });
});

test.each(LOCALES)('in %s every line is short enough', async (locale) => {
  const frame = { ...FRAME, locale };
  const mails = [
    await renderMail('new-question', { ...ASKED, again: true, call: 'People who know one place well' }, frame),
    await renderMail('question-answer', { number: 'Q-7F3K', text: 'Yes.' }, frame),
    await renderMail('new-code', RENEWAL, frame),
    await renderMail('new-code.quiet', LINK, frame),
  ];
  for (const line of mails.flatMap((mail) => mail.text.split('\n')))
    if (!line.startsWith('http')) expect(Array.from(line).length, line).toBeLessThanOrEqual(LINE_WIDTH);
});

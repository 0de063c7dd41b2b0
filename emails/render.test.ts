import { describe, expect, test } from 'vitest';
import { LOCALES, translator } from '@/locales';
import type { Frame } from './frame';
import { LINE_WIDTH } from './plain-text';
import { renderMail } from './render';

const FRAME: Frame = { publication: 'Caucasus Watch', portalUrl: 'https://apply.example.org', locale: 'en' };
const ARRIVED = new Date('2026-11-23T10:52:00Z');

const NEW_APPLICATION = {
  number: 'APP-7F3K',
  call: 'Local specialists from Georgia, Armenia, Azerbaijan and the North Caucasus',
  regions: ['georgia'],
  writes: ['ka', 'en'],
  documents: [
    { slot: 'cv', form: 'pdf' },
    { slot: 'cover_letter', form: 'text' },
    { slot: 'writing_sample', form: 'link' },
  ],
  arrivedAt: ARRIVED,
  timeZone: 'Asia/Tbilisi',
  answerBy: null,
} as const;

function newApplication(changes: Partial<Parameters<typeof renderMail<'new-application'>>[1]> = {}) {
  const { regions, writes, documents, ...rest } = NEW_APPLICATION;
  return renderMail(
    'new-application',
    { ...rest, regions: [...regions], writes: [...writes], documents: [...documents], ...changes },
    FRAME,
  );
}

const RECEIVED = {
  number: 'APP-7F3K',
  documents: 3,
  arrivedAt: ARRIVED,
  timeZone: 'Asia/Tbilisi',
  answerBy: new Date('2027-01-15T12:00:00Z'),
  questionsAddress: 'questions@example.org',
};

describe('the mail about a new application', () => {
  test('says first what happened', async () => {
    const mail = await newApplication();
    expect(mail.subject).toBe('New application: Georgia, APP-7F3K');
    expect(mail.text).toBe(`CAUCASUS WATCH

A new application has arrived.
Georgia, waiting to be read.

Number     APP-7F3K
Call       Local specialists from Georgia, Armenia, Azerbaijan
           and the North Caucasus
Arrived    23 November 2026, 14:52 Tbilisi time
Region     Georgia
Writes     Georgian, English
Documents  CV (PDF), Cover letter (typed), Writing sample
           (link)

Read it on the desk:
https://apply.example.org/desk/applications/APP-7F3K

-- 
This mail carries no name and no document, as your editors
chose.
Answer it to write to the other editors, not to the applicant.
`);
  });

  test('names every region, and the day by which an answer was promised', async () => {
    const mail = await newApplication({
      regions: ['georgia', 'north-caucasus'],
      answerBy: new Date('2027-01-15T12:00:00Z'),
    });
    expect(mail.subject).toBe('New application: Georgia and North Caucasus, APP-7F3K');
    expect(mail.text).toContain('Answer promised by  15 January 2027\n');
  });

  test('says the same in HTML, with the link to the desk', async () => {
    const { html } = await newApplication();
    for (const words of [
      'A new application has arrived.',
      'Georgian, English',
      'href="https://apply.example.org/desk/applications/APP-7F3K"',
    ]) {
      expect(html).toContain(words);
    }
  });
});

describe('the mail that it has arrived', () => {
  test('carries neither code nor name', async () => {
    const mail = await renderMail('received', RECEIVED, FRAME);
    expect(mail.subject).toBe('It has arrived: your application APP-7F3K');
    expect(mail.text).toBe(`CAUCASUS WATCH

It has arrived.

Thank you. We have your application and all 3 documents.

Your receipt code opens your page on any device: status,
messages, withdrawing. We showed it to you when you sent the
application; to keep it safe, it is in no mail.

Open your page:
https://apply.example.org/en/my

Number            APP-7F3K, for letters and questions
Arrived           23 November 2026, 14:52 Tbilisi time
You hear from us  by 15 January 2027, whatever the answer

If something is unclear, we ask, here and on your page. You
need not do anything now.

-- 
You can simply answer this mail: it reaches the editors.
General questions: questions@example.org
Not you? Then somebody mistyped an address. Delete this mail;
no other follows unless the editors write.
`);
  });

  test('promises no day where none was promised, and names no inbox where there is none', async () => {
    const mail = await renderMail('received', { ...RECEIVED, answerBy: null, questionsAddress: null }, FRAME);
    expect(mail.text).not.toContain('hear from us');
    expect(mail.text).not.toContain('General questions');
  });
});

test('the quiet mail says nothing', async () => {
  for (const template of ['received.quiet', 'news.quiet'] as const) {
    expect(await renderMail(template, {}, FRAME)).toEqual({
      subject: 'Something new',
      text: 'Something new is waiting for you.\nUse your code to read it.\n',
      html: null,
    });
  }
});

describe('an answer', () => {
  const ANSWER = {
    number: 'APP-7F3K',
    subject: 'About your application',
    text: 'Dear Ketevan,\n\nwe would like to talk.\r\n\r\nThe editors',
  };

  test('carries what the editor wrote, word for word', async () => {
    const mail = await renderMail('answer', ANSWER, FRAME);
    expect(mail.subject).toBe('About your application');
    expect(mail.text).toBe(`CAUCASUS WATCH

Dear Ketevan,

we would like to talk.

The editors

-- 
You can simply answer this mail: it reaches the editors. Your
application has the number APP-7F3K.
Everything we wrote to you is also on your page, behind your
receipt code:
https://apply.example.org/en/my
`);
  });

  test('turns what looks like markup into text', async () => {
    const { html } = await renderMail(
      'answer',
      { ...ANSWER, text: '<script>alert(1)</script> <outlook-open></outlook-open> & co' },
      FRAME,
    );
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &lt;outlook-open&gt;&lt;/outlook-open&gt; &amp; co');
    expect(html).not.toContain('<script');
  });

  test('whose subject has a line break stays one line', async () => {
    const mail = await renderMail('answer', { ...ANSWER, subject: 'Hello\r\nBcc: other@example.org' }, FRAME);
    expect(mail.subject).toBe('Hello Bcc: other@example.org');
  });
});

test('the sign-in mail gives a link and a code', async () => {
  const mail = await renderMail(
    'sign-in',
    { link: 'https://apply.example.org/sign-in/confirm?token=abc', code: '012345', minutes: 10 },
    FRAME,
  );
  expect(mail.subject).toBe('Sign in to the desk of Caucasus Watch');
  expect(mail.text).toContain('Open the desk:\nhttps://apply.example.org/sign-in/confirm?token=abc\n');
  expect(mail.text).toContain('\n    012 345\n');
});

test('the mail that confirms an export gives a code and nothing to open, in each language', async () => {
  for (const locale of LOCALES) {
    const mail = await renderMail('proof', { code: '012345', minutes: 10 }, { ...FRAME, locale });
    expect(mail.text).toContain('\n    012 345\n');
    expect(mail.html).toContain('>012 345<');
    expect(mail.text + mail.html).not.toMatch(/https?:|href=/);
  }
  const { subject, text } = await renderMail('proof', { code: '012345', minutes: 10 }, FRAME);
  expect(subject).toBe('Your code for the export');
  expect(text).toBe(`CAUCASUS WATCH

Your code for the export

You want to export applications, and this code confirms that
it is you. It works once, for 10 minutes.

Type it on the page where you asked for it

    012 345

Tell it to nobody: no one from the portal will ever ask you
for it. It works only in the browser in which you asked.

-- 
Not you? Then somebody is using a browser in which you are
signed in. Sign out there, and tell your administrator.
`);
});

describe.each(['ru', 'hy'] as const)('in %s, where a day ends with a full stop, no sentence ends twice', (locale) => {
  const frame = { ...FRAME, locale };
  const day = { ru: '23 ноября 2026 г.', hy: '23 նոյեմբերի, 2026 թ.' }[locale];

  test('in the mail that something is to be read', async () => {
    const mail = await renderMail('assigned', { count: 2, dueAt: ARRIVED, timeZone: 'UTC' }, frame);
    expectOneStop(mail, day);
  });

  test('in the mail that makes a new code for a draft', async () => {
    const params = { number: null, begunAt: ARRIVED, timeZone: 'UTC', link: 'a'.repeat(16), minutes: 10 };
    expectOneStop(await renderMail('new-code', params, frame), day);
  });

  function expectOneStop({ text, html }: { text: string; html: string | null }, words: string) {
    for (const said of [text.replace(/\s+/g, ' '), html ?? '']) {
      expect(said).toContain(words);
      expect(said).not.toMatch(/\.\.|\.։/);
    }
  }
});

describe('every mail', () => {
  const all = async () => [
    await newApplication(),
    await renderMail('received', RECEIVED, FRAME),
    await renderMail('answer', { number: 'APP-7F3K', subject: 'S', text: 'Слово '.repeat(60) }, FRAME),
    await renderMail(
      'sign-in',
      { link: 'https://apply.example.org/sign-in/confirm?token=abc', code: '012345', minutes: 10 },
      FRAME,
    ),
    await renderMail('proof', { code: '012345', minutes: 10 }, FRAME),
  ];

  test('has no line longer than 62 characters, addresses of pages aside', async () => {
    for (const { text } of await all()) {
      const long = text.split('\n').filter((line) => line.length > LINE_WIDTH && !line.startsWith('https://'));
      expect(long).toEqual([]);
    }
  });

  test('loads nothing from anywhere: no image, no script, no style sheet, no font', async () => {
    for (const { html } of await all()) {
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(html).not.toMatch(/<img|<script|<link|@import|url\(|<iframe|<table(?! role="presentation" width="600")/i);
      expect(html).toContain('<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->');
    }
  });

  test('knows the regions of the portal', () => {
    const words = translator('en', 'regions');
    expect(
      ['georgia', 'armenia', 'azerbaijan', 'north-caucasus', 'other'].every((key) => words.has(key as 'georgia')),
    ).toBe(true);
  });
});

import type { Page } from '@playwright/test';
import { APPLY, type Applicant, inventApplicant, type Receipt } from './applicant';
import type { Sent } from './regional';
import { expect } from './test';

const CODE = /data-code[^>]*>(.*?)<\/p>/s;
const NUMBER = /\bAPP-[0-9A-HJKMNP-TV-Z]{4,6}\b/;
/** Each file is examined and rendered by processes of its own, which the journeys beside this one wait for, too. */
const IN_WORDS = { coverLetterText: 'The water comes on Thursday.', writingSampleUrl: 'https://example.org/water' };

/**
 * An application for journeys whose subject begins after it: the form as a browser without scripts sends it, in one
 * request, with the CV as its only file. The page stays where it is; its browser holds the cookies of somebody who has
 * just applied. For journeys about documents there is `apply`: those files are checked while the form is filled in.
 * @param region what the form sends for the one region that is chosen
 */
export async function sendApplication(page: Page, applicant: Applicant, region = 'georgia'): Promise<Receipt> {
  const { name, nameLatin, email, place, cv } = applicant;
  const answers = { name, nameLatin, email, region, place, writes: 'ka', follows: 'ru', topics: 'water-and-land' };
  const answer = await page.request.post(APPLY, {
    multipart: { ...answers, ...IN_WORDS, consent: 'on', action: 'send', cv },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect(answer.status(), 'of the form').toBe(200);
  const html = await answer.text();
  const groups = [...(CODE.exec(html)?.[1] ?? '').matchAll(/>(\w{4})</g)].map(([, group]) => group);
  expect(groups, 'of the receipt code').toHaveLength(4);
  const number = NUMBER.exec(html)?.[0] ?? '';
  expect(number, 'the public number on the receipt').not.toBe('');
  return { code: groups.join(' '), number };
}

/** To one region only, which no other file of journeys uses: its list holds its own people alone, whatever runs beside it. */
export async function sendFrom(page: Page, region: 'armenia' | 'azerbaijan' | 'north-caucasus'): Promise<Sent> {
  const applicant = await inventApplicant();
  return { applicant, ...(await sendApplication(page, applicant, region)) };
}

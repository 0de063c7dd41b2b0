import type { CallInput } from '@/domain/calls/input';
import type { InboxInput, PublicationInput } from '@/domain/settings/input';
import { az } from './texts/az';
import { de } from './texts/de';
import { hy } from './texts/hy';
import { ka } from './texts/ka';
import { ru } from './texts/ru';

/** The first publication and its first call. Fees, days and promises are empty: the newsroom fills them in. */

export const PUBLICATION: PublicationInput = {
  name: 'Caucasus Watch',
  homeUrl: 'https://caucasuswatch.de',
  leaveUrl: 'https://www.wikipedia.org/',
  privacyContact: 'redaktion@caucasuswatch.de',
  retentionDays: 180,
  imprint: {},
  privacyText: {},
};

export const INBOXES: Omit<InboxInput, 'callId'>[] = [
  { purpose: 'editorial', address: 'redaktion@caucasuswatch.de', privacyLevel: 'link' },
  { purpose: 'questions', address: 'i.dostalik@caucasuswatch.de', privacyLevel: 'link' },
];

export const CALL: CallInput = {
  slug: 'regional-specialists',
  state: 'open',
  closesAt: null,
  answerBy: null,
  timeZone: 'Asia/Tbilisi',
  defaultLocale: 'en',
  regions: ['georgia', 'armenia', 'azerbaijan', 'north-caucasus', 'other'],
  topics: [
    'water-and-land',
    'work-and-prices',
    'courts-and-rights',
    'energy-and-roads',
    'borders-and-security',
    'schools-and-culture',
    'faith-and-custom',
    'leaving-and-returning',
  ],
  languages: ['ka', 'hy', 'az', 'ru', 'en', 'de'],
  texts: {
    az,
    de,
    hy,
    ka,
    ru,
    en: {
      title: 'We are looking for people who know one place well.',
      lead: 'Caucasus Watch seeks local specialists from Georgia, Armenia, Azerbaijan and the North Caucasus: reporters, researchers and other careful observers who live close to what they describe, and want readers in Europe to understand it.',
      season: 'Regional specialists',
      lookFor: [
        'You follow one region closely enough to notice what is new there. You can tell a fact from a rumour, and say how you know. Write in the language you write best in.',
        'You need no press card and no degree. If you have never been published, tell us what you have read, counted or asked.',
      ],
      regions: {
        georgia: 'Politics and society, the regions outside the capital, the Black Sea coast',
        armenia: 'Politics and society, work and wages, life near the border',
        azerbaijan: 'Politics and society, energy, the regions, culture',
        'north-caucasus': 'All republics; please read how quiet mode works first',
      },
      offers: [
        {
          name: 'A flexible format of cooperation',
          text: 'From a single text to a regular column. You choose the form with us, and can change it.',
        },
        { name: 'Competitive remuneration', text: 'Agreed with you before you start.' },
        {
          name: 'Access to a European readership',
          text: 'Your work reaches readers across Europe who want to understand the region.',
        },
      ],
      documents: {
        cv: 'One or two pages are enough. No photograph, no date of birth.',
        coverLetter: 'Which place, which topics, why you. One page, as a file or typed into the form.',
        writingSample: 'One text of yours, published or not, as a file or a link.',
      },
      afterwards: [
        'You get a receipt with a code. It opens your page on any device: there you see how far your application has come and what the editors write to you.',
        'The editors read every application. If they need something, they ask, on your page and by e-mail if you gave an address.',
      ],
    },
  },
};

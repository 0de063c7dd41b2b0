import { describe, expect, it } from 'vitest';
import { MASK, redactorFor } from './redaction';
import { maskedPieces, type Piece, type Span } from './redaction/masking';

const M = MASK;

/** The name as the applicant typed it, then ways others write it. None may be left. */
const SPELLINGS: [string[], string[]][] = [
  [
    ['ქეთევან მთისძირელი', 'Ketevan Mtisdzireli'],
    [
      'Ketevan Mtisdzireli',
      'KETEVAN MTISDZIRELI',
      'Кетеван Мтисдзирели',
      'К. Мтисдзирели',
      'Кетеване Мтисдзирели',
      'ქეთევანმა',
      'ქეთევანის',
      'ქეთევანისთვის',
      'ქეთევანს',
      'მთისძირელმა',
      'მთისძირელისგან',
      'ᲥᲔᲗᲔᲕᲐᲜ ᲛᲗᲘᲡᲫᲘᲠᲔᲚᲘ',
      'Кетеваном',
      'Քեթևան Մթիսձիրելի',
      'Քեթևանի',
      'Ketewan Mtisdsireli',
      'Kétévan',
      'K e t e v a n',
      'Mtis\u00ADdzireli',
      'Mtisdzi-\nreli',
      'Кetеvan', // К and е are Cyrillic
      'Ketevan’s',
      'ketevanmtisdzireli',
      'Mtisdzireli_CV',
    ],
  ],
  [
    ['Гамсахурдиа Светлана'],
    [
      'Gamsakhurdia',
      'გამსახურდია',
      'Gamsachurdia',
      'გამსახურდიას',
      'Гамсахурдию',
      'Svetlana',
      'Swetlana',
      'Светланой',
      'Светлане',
    ],
  ],
  [
    ['Արամ Հովհաննիսյան', 'Aram Hovhannisyan'],
    [
      'Арам Ованнисян',
      'Арама Ованнисяна',
      'Արամին',
      'Արամից',
      'Հովհաննիսյանի',
      'Հովհաննիսյանը',
      'Hovhannisian',
      'Арамом',
    ],
  ],
  [
    ['Günəl Məmmədova', 'Gunel Mammadova'],
    [
      'Гюнель Мамедова',
      'Гюнель Мамедовой',
      'Gunel Mamedova',
      'Günəlin',
      'Günələ',
      'Məmmədovanın',
      'Mammadovaya',
      'Guenel'.replace('ue', 'u'),
    ],
  ],
  [
    ['Александр Джафаров'],
    [
      'Aleksandr',
      'Alexander',
      'Alexandre',
      'Jafarov',
      'Cəfərov',
      'Dschafarow',
      'Djafarov',
      'Джафарову',
      'Джафаровым',
      'Александра',
      'ალექსანდრე',
      'ჯაფაროვი',
      'Ալեքսանդր',
    ],
  ],
  [
    ['Нино Чхеидзе'],
    ['Nino', 'ნინო', 'ნინოს', 'Nino Chkheidze', 'Чхеидзе', 'ჩხეიძე', 'ჩხეიძის', 'Tschcheidse', 'Tchkheidze', 'Նինո'],
  ],
  [['Мадина Умарова'], ['Мадины', 'Мадине', 'Мадину', 'Madina', 'Umarova', 'Умаровой', 'Umarowa', 'Მადინა']],
];

describe.each(SPELLINGS)('%s', (names, spellings) => {
  const redactor = redactorFor({ names });
  it.each(spellings)('is not to be read in “%s”', (spelling) => {
    const shown = redactor.text(`Then ${spelling} said so.`).replace(/\n/g, ' ');
    expect(shown).toMatch(new RegExp(`^Then (?:\\p{L}\\. )?${M}\\S{0,3} said so\\.$`, 'u'));
  });
});

describe('what reaches a person', () => {
  const redactor = redactorFor({ names: ['Ketevan Mtisdzireli'], addresses: ['keti.mtis84@example.org'] });
  it.each([
    'keti.mtis84@example.org',
    'someone@example.co.uk',
    'keti (at) example (dot) org',
    'keti [at] example.org',
    'keti at example dot org',
    '+995 599 12 34 56',
    '8 (928) 123-45-67',
    '00995322123456',
    'https://example.org/keti',
    'www.example.org/a?b=c',
    'facebook.com/keti.mtis',
    't.me/ketim',
    'вк.рф/x',
    '@keti_writes',
    'Telegram: ketiwrites',
  ])('is masked: %s', (reach) => {
    expect(redactor.text(`See ${reach} for more`)).toMatch(new RegExp(`^See (?:Telegram: )?${M} for more$`));
  });
});

it('leaves the text itself alone', () => {
  const redactor = redactorFor({ names: ['Ketevan Mtisdzireli', 'Нино Чхеидзе'] });
  for (const text of [
    'В нашем селе зиму считают в машинах. Двух хватает на кухню, трёх хватает на кухню и на комнату.',
    'The road was closed on 15.10.2024, and from 2019–2024 it cost 1 250 000 lari; e.g. 12,500 in winter, i.e. less.',
    'ბოლო სამარშრუტო გადის საღამოს შვიდ საათზე, და ხალხი მაინც ელოდება.',
    'Կիրակի օրը մաքսակետում ոչ ոք չի աշխատում, բայց մեքենաները կանգնած են։',
    'Köçən çayxana hər yay başqa yerdə açılır və heç kim bunun səbəbini bilmir.',
    'Am Ende des Winters kommt niemand mehr den Berg hinauf, und das Holz ist alle.',
  ])
    expect(redactor.text(text)).toBe(text);
});

it('shows one mask for a name, however many words it has', () => {
  const { text } = redactorFor({ names: ['Анна-Мария фон Берг'] });
  expect(text('пишет Анна-Мария фон Берг, и')).toBe(`пишет ${M}, и`);
});

it('keeps a short name apart from the words that sound like it', () => {
  const { text } = redactorFor({ names: ['Ia', 'Anna Li'] });
  expect(text('An old road and a new one; Anna and Ia met Li.')).toBe(
    `An old road and a new one; ${M} and ${M} met ${M}.`,
  );
});

it('finds a name across tags and entities, and leaves no attribute that leads to somebody', async () => {
  const { html } = redactorFor({ names: ['Ketevan Mtisdzireli'] });
  expect(
    await html(
      '<h1 id="ketevan">CV of <b>Kete</b>van M&#116;isdzireli</h1><p><a href="https://keti.example" title="Ketevan">site</a> &amp; <img alt="Ketevan" src="x">home &lt;x&gt;</p><!-- Ketevan -->',
    ),
  ).toBe(`<h1>CV of <b>${M}</b></h1><p><a>site</a> &amp; home &lt;x&gt;</p>`);
});

it('takes out masks that somebody typed', () => {
  expect(redactorFor({ names: [] }).text(`a${M}b`)).toBe('ab');
});

it.each(['a.', '+1 ', '1-', 'a', 'a@', '(at) ', 'www.', 'x at y ', "a'", 'K e t ', 'a.com/', '<', '<b', '&amp'])(
  'is not kept busy by %j written 30,000 times',
  async (part) => {
    const { text, html } = redactorFor({ names: ['Ketevan Mtisdzireli'], addresses: ['keti@example.org'] });
    const started = process.cpuUsage().user;
    text(part.repeat(30_000));
    await html(part.repeat(30_000));
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(5);
  },
);

it('looks once at each piece and each place to mask, however many there are', () => {
  const said = 'a@b.com';
  const pieces: Piece[] = Array.from({ length: 20_000 }, (_, place) => ({ start: place * said.length, said }));
  let looks = 0;
  const spans = new Proxy<Span[]>(
    pieces.map((_, place) => ({ start: place * said.length, end: (place + 1) * said.length })),
    {
      get(all, key, self) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
        return Reflect.get(all, key, self);
      },
    },
  );
  expect(new Set(maskedPieces(pieces, spans))).toEqual(new Set([M]));
  expect(looks).toBeLessThanOrEqual(3 * pieces.length);
});

it('masks a name that goes over several pieces once, and what stands between two names not at all', () => {
  const pieces: Piece[] = [
    { start: 0, said: 'ab' },
    { tag: '<b>' },
    { start: 2, said: 'cd' },
    { tag: '</b>' },
    { start: 4, said: 'ef, <gh' },
  ];
  expect(
    maskedPieces(pieces, [
      { start: 1, end: 5 },
      { start: 9, end: 11 },
    ]).join(''),
  ).toBe(`a${M}<b></b>f, &lt;${M}`);
});

it('finds in a long text what it finds in a short one, also where two windows meet', async () => {
  const redactor = redactorFor({ names: ['Ketevan Mtisdzireli'] });
  for (let shift = 0; shift < 24; shift += 1) {
    const before = 'ab '.repeat(21_840 - shift).padEnd(65_530 - shift, '.');
    const text = `${before} See https://example.org/${'x'.repeat(1500)} by Ketevan Mtisdzireli, tel. +995 599 12 34 56. End`;
    expect(await redactor.longText(text)).toBe(redactor.text(text));
    expect(await redactor.longText(text)).toMatch(new RegExp(`See ${M} by ${M}, tel\\. ${M}\\. End$`));
  }
});

it('lets others have their turn while it reads a book', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    again = setImmediate(count);
  };
  let again = setImmediate(count);
  await redactorFor({ names: ['Ketevan'] }).html('<p>word text </p>'.repeat(60_000));
  clearImmediate(again);
  expect(turns).toBeGreaterThanOrEqual(10);
});

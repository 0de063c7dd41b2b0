import type { Tongue } from './tongue';

export const en: Tongue = {
  locale: 'en',
  samples: {
    'water-and-land': {
      title: 'The day the water comes',
      text: [
        'On Tuesdays the taps run. By six in the morning every bucket in the street stands under one, and by nine the pressure has gone again.',
        'The canal was built for three villages; seven drink from it now. Nobody can say who decided that, and the old keeper of the sluice still writes the hours into a school exercise book.',
      ],
    },
    'work-and-prices': {
      title: 'What a basket costs',
      text: [
        'Every first Saturday I buy the same eleven things at the same stall. In two years the basket has become a third dearer, and the woman who sells it earns what she did.',
        'Bread went up least, onions most. It is the price of the bus that decides who can work in the town and who stays.',
      ],
    },
    'courts-and-rights': {
      title: 'Waiting outside courtroom four',
      text: [
        'The hearing was set for ten; at noon the door was still shut. The clerk came out twice to say that there was nothing to say.',
        'I sat through nineteen such mornings last year. Eleven hearings were put off, and in seven of them no reason was given.',
      ],
    },
    'energy-and-roads': {
      title: 'The road that ends at the bridge',
      text: [
        'The asphalt is new as far as the river and stops there. The bus turns, because the bridge may carry no more than five tonnes.',
        'In winter the line to the upper hamlets fails four or five times. A list hangs on the door of the shop: who has a stove, and who needs one.',
      ],
    },
    'borders-and-security': {
      title: 'Two gates, one orchard',
      text: [
        'The fence runs between the house and the walnut trees. The key is kept by somebody the family has never met.',
        'Twice a year the gate is opened for the harvest. They bring sacks, a camera, and a neighbour as a witness.',
      ],
    },
    'schools-and-culture': {
      title: 'Nine pupils, two classrooms',
      text: [
        'The school has nine pupils this year; it had forty when the teacher came. She teaches the first and the fourth form together, in the room with the stove.',
        'The library is open on Thursdays. What is read most is a book of songs that nobody has printed since the seventies.',
      ],
    },
    'faith-and-custom': {
      title: 'Who carries the bread',
      text: [
        'At the feast of the village the oldest house carries the bread. This year there were two oldest houses, and both were right.',
        'The quarrel was settled by the children, who carried it together. I was allowed to write it down on condition that I name no one.',
      ],
    },
    'leaving-and-returning': {
      title: 'The bus on Friday night',
      text: [
        'The bus leaves at eleven and arrives, if the borders allow, on Sunday. Most of those who board have done it before and bring their own blanket.',
        'Of the twenty-two in my class, nine live abroad. Three have come back, and all three give the same reason: somebody had to.',
      ],
    },
  },
  methods: [
    'What stands here I have seen myself or heard from at least two people who do not know each other.',
    'The figures are from my own notes; where I could check them against a public register, I did.',
    'Names are left out wherever a name could cost somebody something.',
  ],
  letter: {
    greeting: 'Dear editors,',
    openings: [
      'I have been writing about this place for six years, first for a local paper and now on my own.',
      'I am no journalist by training. I keep the books of a dairy, and for ten years I have written down what changes around it.',
      'I read your texts on the region and often miss the street behind the statement. That is what I could bring.',
    ],
    middles: [
      'I would like to write about water, work and school: small things that are decided far away. I go where I write about and I go back afterwards.',
      'I know the municipal papers, the market and the two bus drivers who know everything. I tell you what I could not check.',
      'Where it is not safe to name somebody, I find a way to describe without naming. I would want to talk with you about that before the first text.',
    ],
    closings: [
      'I could deliver two texts a month. I need an answer to one question: how do you work with people who cannot sign?',
      'I enclose a sample that has not been published anywhere.',
      'I would be glad to talk, by telephone or in writing, in the language you prefer.',
    ],
    signOff: 'With kind regards',
  },
  cv: {
    heading: 'Curriculum vitae',
    work: 'Work',
    studies: 'Studies',
    languages: 'Languages',
    languageNames: 'English fluently, Russian well, Georgian for daily life',
    jobs: [
      'reporter with a regional radio station',
      'translator and fixer for visiting correspondents',
      'researcher on household prices',
      'teacher of history and civics',
      'editor of a neighbourhood newsletter',
      'freelance, texts and photographs',
    ],
    degrees: ['MA in regional studies', 'BA in journalism', 'Diploma in economics', 'Evening classes in statistics'],
  },
  cooperation: [
    'Two texts a month',
    'One long text every quarter',
    'Short notes when something happens',
    'A regular column',
  ],
  fileNames: {
    cv: ['CV', 'cv_2', 'Curriculum vitae', 'resume-final'],
    letter: ['Cover letter', 'letter to the editors', 'motivation'],
    sample: ['sample_final_2', 'Text', 'writing sample'],
  },
  workingNames: [
    'Juniper',
    'North Window',
    'A reader from the valley',
    'Quince',
    'Walnut Street',
    'Late Train',
    'Well Digger',
  ],
  question: 'Your text says that seven villages use the canal. Which register or person could confirm that?',
  reply:
    'The water users keep a list; I can send a photograph of the page. The clerk has agreed to be called, but not to be named.',
};

import { DEMO_TOPICS } from '@/db/demo/tongue';
import type { Chance } from './chance';
import { type FileField, letterOf, type Person } from './people';

/** A document before it is set: what stands on the page, from top to bottom. */
export type Block = { kind: 'title' | 'heading' | 'meta' | 'text'; text: string };
export type Paper = { title: string; language: string; blocks: Block[] };

/** Writes one of a person's documents, in the language they apply in. */
export function writePaper(chance: Chance, person: Person, field: FileField): Paper {
  switch (field) {
    case 'cv':
      return curriculum(chance, person);
    case 'coverLetter':
      return letter(chance, person);
    case 'writingSample':
      return sample(chance, person);
  }
}

function curriculum(chance: Chance, { name, place, locale, tongue }: Person): Paper {
  const { cv } = tongue;
  const jobs = chance.some(cv.jobs, chance.between(2, 4));
  const since = chance.between(2016, 2022);
  const years = jobs.map((_, index) => since - index * 3);
  return {
    title: `${cv.heading} – ${name[0]}`,
    language: locale,
    blocks: [
      { kind: 'title', text: name[0] },
      { kind: 'meta', text: `${cv.heading} · ${locale === 'en' ? place[1] : place[0]}` },
      { kind: 'heading', text: cv.work },
      ...jobs.map(
        (job, index): Block => ({
          kind: 'text',
          text: `${years[index]}–${index === 0 ? '' : (years[index - 1] ?? '')}  ${job}`,
        }),
      ),
      { kind: 'heading', text: cv.studies },
      ...chance.some(cv.degrees, chance.between(1, 2)).map((degree): Block => ({ kind: 'text', text: degree })),
      { kind: 'heading', text: cv.languages },
      { kind: 'text', text: cv.languageNames },
    ],
  };
}

function letter(chance: Chance, { name, locale, tongue }: Person): Paper {
  const paragraphs = letterOf(chance, tongue, name[0]);
  return {
    title: tongue.fileNames.letter[0] ?? 'Letter',
    language: locale,
    blocks: paragraphs.map((text) => ({ kind: 'text', text })),
  };
}

/** A second text stands below the first now and then, as people send more than was asked for. */
function sample(chance: Chance, { name, place, locale, topic, tongue }: Person): Paper {
  const first = tongue.samples[topic];
  const other = tongue.samples[chance.pick(DEMO_TOPICS.filter((one) => one !== topic))];
  const more: Block[] = chance.happens(0.3)
    ? [{ kind: 'heading', text: other.title }, ...other.text.map((text): Block => ({ kind: 'text', text }))]
    : [];
  return {
    title: first.title,
    language: locale,
    blocks: [
      { kind: 'title', text: first.title },
      { kind: 'meta', text: `${name[0]} · ${locale === 'en' ? place[1] : place[0]}` },
      ...first.text.map((text): Block => ({ kind: 'text', text })),
      ...more,
      { kind: 'text', text: chance.pick(tongue.methods) },
    ],
  };
}

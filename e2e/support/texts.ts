import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const LANGUAGES = ['en', 'de', 'ru', 'ka', 'hy', 'az'] as const;
export type Language = (typeof LANGUAGES)[number];

type Catalogue = { [key: string]: string | Catalogue };

function catalogueOf(language: Language): Catalogue {
  return JSON.parse(readFileSync(join('locales', `${language}.json`), 'utf8')) as Catalogue;
}

/** What a page says in a language, by the key of its text; for texts without values. */
export function textsOf(language: Language): (key: string) => string {
  const catalogue = catalogueOf(language);
  return (key) => {
    const found = key
      .split('.')
      .reduce<string | Catalogue | undefined>(
        (within, part) => (typeof within === 'object' ? within[part] : undefined),
        catalogue,
      );
    if (typeof found !== 'string') throw new Error(`There is no text ${key} in ${language}.`);
    return found;
  };
}

/** Every text of a language that has no values in it, with its key. */
export function plainTextsOf(language: Language): [string, string][] {
  return flat(catalogueOf(language)).filter(([, text]) => !/[{<]/.test(text));
}

function flat(catalogue: Catalogue, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}

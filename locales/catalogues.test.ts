import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import az from './az.json';
import de from './de.json';
import en from './en.json';
import hy from './hy.json';
import { LOCALES, translator, WRITTEN_LOCALES, writtenLocale } from './index';
import ka from './ka.json';
import ru from './ru.json';

type Catalogue = { [key: string]: string | Catalogue };
const CATALOGUES: Record<string, Catalogue> = { en, de, ru, ka, hy, az };

function textsOf(catalogue: Catalogue, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : textsOf(value, `${path}${key}.`),
  );
}

/** Names of values and tags, so that a translation cannot lose or invent one. */
function slotsOf(text: string): string[] {
  // A single word in braces after a plural's selector is a text, not a value.
  const found = text.matchAll(/(?<!(?:=\d+|zero|one|two|few|many|other)\s*)\{\s*(\w+)\s*[,}]/g);
  const values = Array.from(found, (match) => `{${match[1]}}`);
  const tags = Array.from(text.matchAll(/<(\w+)>/g), (match) => `<${match[1]}>`);
  return [...new Set([...values, ...tags])].sort();
}

/** Written out, a day ends with “г.” or “թ.” there. */
const DAYS_WITH_A_STOP: readonly string[] = ['ru', 'hy'];

/** Values that may end with any sound: no ending hung on them is right for each, as for “5 დეკემბერი” or “Նինո”. */
const WITH_AN_ENDING =
  /\{(?:address|date|day|document|language|moment|name|names|place|placeholder|publication|region|slot|tag|week|who)\}[”“»]?-?\p{L}/u;

/** A number and the ending hung on it, with a hyphen at which a line may break: “66-ს” would stand on two lines. */
const ENDING_MAY_BREAK_OFF = /[\d}#>][”“»]?-\p{L}/u;

const english = new Map(textsOf(en));

describe.each(LOCALES)('the catalogue %s', (locale) => {
  const texts = textsOf(CATALOGUES[locale] ?? {});

  it('has no key that English has not, and the same values and tags in each text', () => {
    for (const [key, text] of texts) {
      expect(english.has(key), key).toBe(true);
      expect([key, slotsOf(text)]).toEqual([key, slotsOf(english.get(key) ?? '')]);
    }
  });

  it('can be read by the formatter, text by text', () => {
    const faults: string[] = [];
    for (const [key, text] of texts) {
      const values = Object.fromEntries(slotsOf(text).map((slot) => [slot.slice(1, -1), slot[0] === '<' ? String : 2]));
      const t = createTranslator({
        locale,
        messages: { text },
        timeZone: 'UTC',
        onError: (error) => void faults.push(`${key}: ${error.message}`),
      });
      t.markup('text', values as never);
    }
    expect(faults).toEqual([]);
  });

  it('ends no sentence twice and writes no look-alike of a full stop', () => {
    const faults = texts.filter(([, text]) => /(?<!\.)\.\.(?!\.)|։։|\.։|։\.|\u2024/.test(text));
    expect(faults).toEqual([]);
  });

  it('ends no sentence with a day, where the day itself ends with a full stop', () => {
    if (!DAYS_WITH_A_STOP.includes(locale)) return;
    expect(texts.filter(([, text]) => /\{(?:day|date)\}[.։]/.test(text))).toEqual([]);
  });

  it('ends an address that is saved as text with nothing that programs take for a part of it', () => {
    expect(texts.filter(([key, text]) => key === 'receipt.openAt' && !text.endsWith('{address}'))).toEqual([]);
  });

  it('hangs no ending on a name, a day or any other word it does not know', () => {
    expect(texts.filter(([, text]) => WITH_AN_ENDING.test(text))).toEqual([]);
  });

  it('keeps a number and its ending on one line by a hyphen that does not break (U+2011)', () => {
    expect(texts.filter(([, text]) => ENDING_MAY_BREAK_OFF.test(text))).toEqual([]);
  });

  it('is whole once it has begun', () => {
    if (!WRITTEN_LOCALES.includes(locale)) return;
    const keys = new Set(texts.map(([key]) => key));
    expect([...english.keys()].filter((key) => !keys.has(key))).toEqual([]);
  });
});

it('writes in English what a language does not have yet, and says so', () => {
  for (const locale of LOCALES) expect(WRITTEN_LOCALES).toContain(writtenLocale(locale));
  expect(translator('en', 'site')('leaveQuickly')).toBe('Leave quickly');
});

it('gives the same text however often it is asked, and each text with its own values', () => {
  const t = translator('de', 'desk.list');
  const first = [t('order'), t('days', { days: 1 }), t('days', { days: 3 })];
  expect([t('order'), t('days', { days: 1 }), t('days', { days: 3 })]).toEqual(first);
  expect(new Set(first).size).toBe(3);
  expect(translator('en', 'desk.list')('order')).not.toBe(t('order'));
  expect([t.has('order'), t.raw('order')]).toEqual([true, first[0]]);
  expect(() => t('days' as never)).toThrow();
  expect(() => t('days' as never)).toThrow();
});

import { expect, test } from 'vitest';
import { facts, headLine, wrap } from './plain-text';

test('fills lines up to 62 characters and breaks between words', () => {
  const lines = wrap('word '.repeat(40)).split('\n');
  expect(lines).toEqual([...Array(3).fill(Array(12).fill('word').join(' ')), Array(4).fill('word').join(' ')]);
});

test('leaves an address whole that is longer than a line', () => {
  const address = `https://apply.example.org/${'a'.repeat(80)}`;
  expect(wrap(`Open ${address} now`)).toBe(`Open\n${address}\nnow`);
});

test('counts letters as people see them, not code units', () => {
  const word = 'é'.normalize('NFD').repeat(10);
  expect(wrap(`${word} `.repeat(6)).split('\n')).toHaveLength(2);
});

test('keeps line breaks and empty lines', () => {
  expect(wrap('one\n\ntwo\nthree')).toBe('one\n\ntwo\nthree');
});

test('sets values under each other', () => {
  expect(
    facts([
      ['Number', 'APP-7F3K'],
      ['Arrived at', 'noon'],
    ]),
  ).toBe('Number      APP-7F3K\nArrived at  noon');
});

test('leaves Georgian letters alone, whose capitals few fonts know', () => {
  expect(headLine('Caucasus Watch')).toBe('CAUCASUS WATCH');
  expect(headLine('Кавказ')).toBe('КАВКАЗ');
  expect(headLine('კავკასია')).toBe('კავკასია');
});

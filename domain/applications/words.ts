import type { Ctx } from '@/domain/context';
import { addressKey } from '@/domain/messages/rules';
import { blindIndex } from '@/platform/vault';
import type { Answers } from './input';
import { shownName } from './shown-name';

/** 128 bits: enough to tell words apart, and short in an address. */
const WORD_BYTES = 16;
const MOST_WORDS = 24;

/** The words of a name as they are compared: compatibility forms, case and marks above or below letters do not count. */
export function foldedWords(text: string): string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss');
  return [...new Set(folded.match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MOST_WORDS);
}

export function hashOfWord(ctx: Ctx, word: string): Buffer {
  return blindIndex(ctx.keys.index, 'desk-word', word).subarray(0, WORD_BYTES);
}

/** An address is one word, whose @ keeps it apart from names. */
export function hashOfAddress(ctx: Ctx, address: string): Buffer {
  return hashOfWord(ctx, addressKey(address));
}

/** By what the desk finds an application: its number, and of the person only what the desk shows. */
export function wordsOf(ctx: Ctx, number: string, answers: Answers): Buffer[] {
  const { name, nameLatin, workingName } = shownName(answers);
  const words = foldedWords([number, name, nameLatin ?? ''].join(' ')).map((word) => hashOfWord(ctx, word));
  return answers.email && !workingName ? [...words, hashOfAddress(ctx, answers.email)] : words;
}

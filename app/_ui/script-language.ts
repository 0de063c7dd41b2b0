/** Does the text stand in a script of its own? Names in other scripts must not be slanted, set in the page's face or read out in its language. */
export function scriptLanguage(text: string): string | undefined {
  if (/\p{Script=Georgian}/u.test(text)) return 'ka';
  if (/\p{Script=Armenian}/u.test(text)) return 'hy';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  return /[əƏ]/.test(text) ? 'az' : undefined;
}

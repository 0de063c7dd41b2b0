import type { Page } from '@playwright/test';

/**
 * Turns every text of the page into a pseudo-language: accented, so that what is not text stands out, and 40 % longer,
 * as translations from English can be. Made in the browser while testing; nothing of it ships. Codes, numbers and the
 * names of languages stay as they are.
 */
export async function inPseudoLanguage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const accents: Record<string, string> = {
      a: 'á',
      e: 'é',
      i: 'í',
      o: 'ö',
      u: 'ü',
      c: 'ç',
      n: 'ñ',
      s: 'š',
      A: 'Å',
      E: 'É',
      O: 'Ø',
    };
    const longer = (text: string) => {
      const words = text.trim();
      if (!/\p{L}{2}/u.test(words)) return text;
      const accented = Array.from(words, (letter) => accents[letter] ?? letter).join('');
      const room = Math.ceil(words.length * 0.4);
      // As many more words as fit the room, of a length that words in German or Georgian have.
      const more = 'lörem ipsüm dölorsitämet '
        .repeat(Math.ceil(room / 25))
        .slice(0, room)
        .trim();
      return text.replace(words, `${accented} ${more}`);
    };
    const kept =
      'script, style, template, code, svg, .num, .code, .code--line, .langs, .langmenu, [translate=no], textarea';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) if (!text.parentElement?.closest(kept)) text.data = longer(text.data);
  });
}

/** What is wrong with how the page lies in its window: it moves sideways, or a text is cut off. */
export async function faultsOfLayout(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.body.querySelectorAll('*')].filter(
        (one) =>
          one.getBoundingClientRect().right > root.clientWidth + 1 &&
          !one.closest('.vh, .skip, .trap') &&
          !scrolls(one),
      );
      faults.push(
        `moves sideways by ${root.scrollWidth - root.clientWidth} px: ${wide.slice(0, 3).map(nameOf).join(', ')}`,
      );
    }
    for (const one of document.body.querySelectorAll<HTMLElement>('*')) {
      const says = [...one.childNodes].some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim().length > 1,
      );
      if (!says || one.closest('.vh, .skip, .trap, template, textarea, select')) continue;
      if (one.getClientRects().length === 0) continue;
      const style = getComputedStyle(one);
      // Names of strangers and titles in a list may end in dots; the whole stands one press away.
      if (style.textOverflow === 'ellipsis' || style.getPropertyValue('-webkit-line-clamp') !== 'none') continue;
      const hides = (way: string) => way === 'hidden' || way === 'clip';
      if (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        faults.push(`cut at the side: ${nameOf(one)}`);
      if (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 2) faults.push(`cut below: ${nameOf(one)}`);
    }
    return faults;

    /** within a part that moves by itself, and so takes no room from the page */
    function scrolls(one: Element): boolean {
      const around = one.parentElement;
      if (!around || around === document.body) return false;
      return getComputedStyle(around).overflowX !== 'visible' || scrolls(around);
    }

    function nameOf(one: Element): string {
      const text = (one.textContent ?? '').trim().slice(0, 40);
      return `<${one.tagName.toLowerCase()} class="${one.getAttribute('class') ?? ''}"> ${text}`;
    }
  });
}

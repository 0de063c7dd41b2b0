import { SaxesParser } from 'saxes';
import type { Manner } from '../runs';

export type Styles = {
  mannerOf(name: string | undefined): Partial<Manner>;
  isTitle(name: string | undefined): boolean;
  isNumbered(name: string | undefined): boolean;
};

type Style = { parent: string | undefined; manner: Partial<Manner> };

/** What the styles of a document say about weight, slant, lines and numbers; later documents win. */
export function readStyles(documents: readonly string[]): Styles {
  const styles = new Map<string, Style>();
  const numbered = new Set<string>();
  for (const document of documents) readInto(document, styles, numbered);
  const chain = (name: string | undefined): (readonly [string, Style])[] => {
    const found: (readonly [string, Style])[] = [];
    for (let next = name; next && found.length < 20; ) {
      const style = styles.get(next);
      if (!style) break;
      found.push([next, style]);
      next = style.parent;
    }
    return found;
  };
  return {
    mannerOf: (name) =>
      Object.assign(
        {},
        ...chain(name)
          .map(([, style]) => style.manner)
          .reverse(),
      ),
    isTitle: (name) =>
      name === 'Title' || chain(name).some(([own, { parent }]) => own === 'Title' || parent === 'Title'),
    isNumbered: (name) => name !== undefined && numbered.has(name),
  };
}

function readInto(document: string, styles: Map<string, Style>, numbered: Set<string>): void {
  const parser = new SaxesParser();
  let style: Style | undefined;
  let list = '';
  parser.on('error', () => undefined);
  parser.on('opentag', ({ name, attributes }) => {
    const value = (key: string): string | undefined => attributes[key];
    if (name === 'style:style') {
      style = { parent: value('style:parent-style-name'), manner: {} };
      styles.set(value('style:name') ?? '', style);
    }
    if (name === 'style:text-properties' && style) Object.assign(style.manner, mannerIn(value));
    if (name === 'text:list-style') list = value('style:name') ?? '';
    if (name === 'text:list-level-style-number' && value('text:level') === '1') numbered.add(list);
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'style:style') style = undefined;
  });
  parser.write(document).close();
}

function mannerIn(value: (key: string) => string | undefined): Partial<Manner> {
  const manner: Partial<Manner> = {};
  const weight = value('fo:font-weight');
  if (weight) manner.bold = weight === 'bold' || Number(weight) >= 600;
  const slant = value('fo:font-style');
  if (slant) manner.italic = slant !== 'normal';
  const line = value('style:text-underline-style');
  if (line) manner.underlined = line !== 'none';
  const position = value('style:text-position') ?? '';
  if (position.startsWith('super') || /^[1-9]/.test(position)) manner.raised = 1;
  if (position.startsWith('sub') || position.startsWith('-')) manner.raised = -1;
  return manner;
}

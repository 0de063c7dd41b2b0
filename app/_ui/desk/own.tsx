import { scriptLanguage } from './words';

type Props = { children: string; as?: 'span' | 'h1' | 'h2' | 'p'; className?: string };

/**
 * Words of a person, set apart from ours: their direction stays their own, and their script gets a face that has it.
 * The language named is a guess by script, for typography; a screen reader is at least led to the right alphabet.
 */
export function Own({ children, as: Element = 'span', className }: Props) {
  return (
    <Element className={className} lang={scriptLanguage(children)} dir="auto">
      {children}
    </Element>
  );
}

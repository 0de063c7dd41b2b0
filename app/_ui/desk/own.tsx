import { scriptLanguage } from '../script-language';

type Props = {
  children: string;
  as?: 'span' | 'h1' | 'h2' | 'p';
  className?: string;
  /** may be cut by the layout; pointing at it shows the rest */
  whole?: boolean;
};

/**
 * Words of a person, set apart from ours: their direction stays their own, and their script gets a face that has it.
 * The language named is a guess by script, for typography; a screen reader is at least led to the right alphabet.
 */
export function Own({ children, as: Element = 'span', className, whole }: Props) {
  return (
    <Element className={className} lang={scriptLanguage(children)} dir="auto" title={whole ? children : undefined}>
      {children}
    </Element>
  );
}

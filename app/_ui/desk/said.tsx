import { type Locale, translator } from '@/locales';
import { Own } from './own';

type Props = { text: string | null; as?: 'span' | 'p'; className?: string; locale: Locale };

/** What a person wrote; where it is damaged, one sentence of ours that says so. */
export function Said({ text, as: Element = 'span', className, locale }: Props) {
  if (text === null) return <Element className="quiet">{unreadable(locale)}</Element>;
  return (
    <Own as={Element} className={className}>
      {text}
    </Own>
  );
}

export function unreadable(locale: Locale): string {
  return translator(locale, 'trouble')('unreadable');
}
